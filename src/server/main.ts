import { createConnection, ProposedFeatures } from "vscode-languageserver/node";

import type { Session } from "#core/model/session.ts";
import { createSession } from "#core/session.ts";
import { withReadingAtOnce } from "#core/session/languages.ts";
import { startChildLines } from "#host/processes/child-lines.ts";
import { pythonsOnPath } from "#host/processes/pythons-on-path.ts";
import { systemAbilities } from "#host/processes/system-abilities.ts";
import { createEnvironmentFiles } from "#host/files/environment-files.ts";
import { createFiles } from "#host/files/files.ts";
import { besideBundle } from "#host/files/find-project.ts";
import { whyNoNamespace } from "#host/network/why-no-namespace.ts";
import { createNodePorts } from "#host/node-ports.ts";
import { readPageAssets } from "#host/page-assets.ts";
import { createGrammars } from "#host/readers/grammars.ts";
import { createWorkerReaders } from "#host/readers/worker-readers.ts";

import { serve } from "./language-server.ts";
import type { SessionReach } from "./workspace.ts";
import { folderOf, nameOf } from "./uris.ts";

// Entry of the language server: `node dist/server.js --stdio`, or `--node-ipc` as a child of the editor.
const connection = createConnection(ProposedFeatures.all);

const log = {
  info: (text: string) => connection.console.info(text),
  error: (text: string) => connection.console.error(text),
};

serve(connection, {
  openSession,
  filesBelow: (folder) => createFiles(folder),
  setUpPorts: (folder) => {
    const readers = createWorkerReaders(new URL("worker.js", import.meta.url), log);
    return {
      files: createFiles(folder),
      environmentFiles: createEnvironmentFiles(folder),
      readers,
      dispose: () => readers.dispose(),
    };
  },
  whyNoLoopback: () => whyNoNamespace(systemAbilities()),
  pythonsOnPath: () => pythonsOnPath(),
  startTrial: (folder, onLine) =>
    startChildLines({ module: besideBundle(import.meta.url, "cli.js"), args: ["try", "--events"], folder, onLine }),
  startRunner: (projectFile, onLine) =>
    startChildLines({
      module: besideBundle(import.meta.url, "cli.js"),
      args: ["--project", projectFile, "run", "--events"],
      folder: folderOf(projectFile),
      onLine,
    }),
  pageAssets: () => readPageAssets(import.meta.url),
  now: () => Date.now(),
});

function openSession(projectFile: string, { folders, isTrusted }: SessionReach): Session {
  const readers = createWorkerReaders(new URL("worker.js", import.meta.url), log);
  const ports = createNodePorts({
    root: folderOf(projectFile),
    reach: { around: folders, isConfined: () => !isTrusted() },
    watchdogFile: besideBundle(import.meta.url, "watchdog.js"),
    baseMakerFile: besideBundle(import.meta.url, "base-maker.js"),
    relayFile: besideBundle(import.meta.url, "relay.js"),
    contractDiffFile: besideBundle(import.meta.url, "contract-diff/bin/cli.js"),
    readers: withReadingAtOnce(readers, createGrammars()),
    log,
  });
  const session = createSession(ports, { projectFile: nameOf(projectFile) });
  return {
    ...session,
    dispose: async () => {
      await session.dispose();
      await ports.dispose();
      await readers.dispose();
    },
  };
}
