import { UserError } from "#core/model/user-error.ts";
import { createReaders } from "#core/session/languages.ts";
import { proposeProjectFor } from "#core/session/set-up.ts";
import { askConsent } from "#host/consent.ts";
import { besideBundle, findFolder, PROJECT_FILE } from "#host/files/find-project.ts";
import { createGrammars } from "#host/readers/grammars.ts";
import { createLog } from "#host/log.ts";
import { createNodePorts } from "#host/node-ports.ts";
import { stopSignals } from "#host/processes/stop-signals.ts";

import { EXIT } from "./exit.ts";

export interface InitOptions {
  /** The folder that holds both servers; the current one where none is named. */
  readonly folder?: string;
  readonly isWriting: boolean;
}

/**
 * `portolan init`: prints a project file that fits the folder, with where each line came from, and what was not found.
 * It is written with `--write`, or after a yes at the terminal, and never over one that is there. Exit 1 where something is left to fill in.
 */
export async function initCommand({ folder = ".", isWriting }: InitOptions): Promise<number> {
  const found = findFolder(process.cwd(), folder);
  if (found === undefined) throw new UserError(`There is no folder ${folder}.`);
  const ports = createNodePorts({
    root: `${found.parent}/${found.name}`,
    watchdogFile: besideBundle(import.meta.url, "watchdog.js"),
    baseMakerFile: besideBundle(import.meta.url, "base-maker.js"),
    relayFile: besideBundle(import.meta.url, "relay.js"),
    readers: createReaders(createGrammars()),
    log: createLog((line) => process.stderr.write(line)),
  });
  try {
    const isThere = (await ports.files.stamp(PROJECT_FILE)) !== undefined;
    if (isThere && isWriting) {
      throw new UserError(
        `There is a ${PROJECT_FILE} in ${folder} already, and it stays as it is. Take it away to write a new one.`,
      );
    }
    const { text, notes } = await proposeProjectFor(ports, ports.processes);
    process.stdout.write(text);
    process.stderr.write(`\n${notes.join("\n")}\n`);
    const question = `Write this to ${PROJECT_FILE}?`;
    if (!isThere && (isWriting || (await askConsent(question, stopSignals())))) {
      await ports.files.write(PROJECT_FILE, text);
      process.stderr.write(`${PROJECT_FILE} was written.\n`);
    }
    return /# FILL IN/.test(text) ? EXIT.findings : EXIT.clean;
  } finally {
    await ports.dispose();
  }
}
