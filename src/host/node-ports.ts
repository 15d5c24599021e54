import type { Disposable, Log, Ports, Readers } from "#core/ports.ts";

import { createBrowsers } from "./browser/browsers.ts";
import { createCallerSecrets } from "./caller-secrets.ts";
import { createClock } from "./clock.ts";
import { createContractDiffs } from "./contracts/contract-diffs.ts";
import { createDatabases } from "./databases/databases.ts";
import { createEnvironmentFiles } from "./files/environment-files.ts";
import { createFileLocks } from "./files/file-locks.ts";
import { createFiles, type FilesOptions } from "./files/files.ts";
import { createOwnedFolders } from "./folders/owned-folders.ts";
import { createProjectCopies } from "./folders/project-copies.ts";
import { createServedCopies } from "./folders/served-copies.ts";
import { createHttp } from "./http/http.ts";
import { createListener } from "./http/listener.ts";
import { createStubServers } from "./http/stub-servers.ts";
import { createProcesses } from "./processes/processes.ts";
import { turnedClock } from "./processes/turned-clock.ts";
import { systemAbilities, type SystemAbilities } from "./processes/system-abilities.ts";
import { createRandom } from "./random.ts";
import { createServiceContents } from "./services/services.ts";
import { createWatchdog } from "./watchdog/watchdog.ts";
import { createWebTokens } from "./web-tokens.ts";

export interface NodePortsOptions {
  /** Absolute path of the project's folder. */
  readonly root: string;
  /** Where its files may be read. */
  readonly reach?: FilesOptions;
  /** Absolute path of the watchdog's bundle: dist/watchdog.js. */
  readonly watchdogFile: string;
  /** Absolute path of the bundle that makes the base of databases: dist/base-maker.js. */
  readonly baseMakerFile: string;
  /** Absolute path of the relay's bundle: dist/relay.js. */
  readonly relayFile: string;
  /** Absolute path of the program that compares contracts: dist/contract-diff/bin/cli.js. */
  readonly contractDiffFile: string;
  readonly readers: Readers;
  readonly log: Log;
  /** The caller's secrets that are not in the environment, by name; may change. */
  readonly secrets?: ReadonlyMap<string, string>;
  /** What the system can do where it is not asked. */
  readonly abilities?: SystemAbilities;
}

/**
 * All ports on Node, for one project. Nothing runs until it is needed. Disposing ends all processes that are left,
 * then removes the databases and folders, then ends the watchdog.
 */
export function createNodePorts({
  root,
  reach = {},
  watchdogFile,
  baseMakerFile,
  relayFile,
  contractDiffFile,
  readers,
  log,
  secrets,
  abilities = systemAbilities(),
}: NodePortsOptions): Ports & Disposable {
  const watchdog = createWatchdog(watchdogFile);
  const temporaryFolders = new Set<string>();
  const databases = createDatabases(root, { watchdog, file: baseMakerFile }, temporaryFolders);
  const folders = createOwnedFolders(root, watchdog, temporaryFolders);
  const processes = createProcesses(root, { watchdog, relayFile, abilities });
  const files = createFiles(root, reach);
  const servedCopies = createServedCopies(root, watchdog);
  const projectCopies = createProjectCopies(root, watchdog);
  const browsers = createBrowsers(watchdog);
  return {
    files,
    binaryFiles: files,
    fileRemoval: files,
    locks: createFileLocks(root),
    environmentFiles: createEnvironmentFiles(root),
    http: createHttp(),
    listener: createListener(),
    processes,
    databases,
    folders,
    servedCopies,
    projectCopies,
    browsers,
    services: createServiceContents(),
    stubs: createStubServers(),
    readers,
    clock: createClock(),
    random: createRandom(),
    webTokens: createWebTokens(),
    secrets: createCallerSecrets(secrets),
    turnedClock,
    contractDiffs: createContractDiffs(contractDiffFile, watchdog),
    log,
    dispose: async () => {
      await browsers.dispose();
      await processes.dispose();
      await databases.dispose();
      await folders.dispose();
      await servedCopies.dispose();
      await projectCopies.dispose();
      await watchdog.dispose();
    },
  };
}
