import { UserError } from "#core/model/user-error.ts";
import type { Disposable, Ports } from "#core/ports.ts";
import { visibleLines, visibleText } from "#core/report/layout/visible.ts";
import { trialText } from "#core/report/trial-text.ts";
import { proposeProjectFor } from "#core/session/set-up.ts";
import { commandsOf, tryProject } from "#core/session/try-project.ts";
import { askConsent } from "#host/consent.ts";
import { findFolder, PROJECT_FILE } from "#host/files/find-project.ts";
import { stopSignals } from "#host/processes/stop-signals.ts";

import { commandPorts } from "./command-ports.ts";
import { EXIT } from "./exit.ts";
import { createProgress } from "./progress.ts";
import { requireConsent } from "./require-consent.ts";
import { terminalPaint } from "./terminal-paint.ts";

export interface InitOptions {
  /** The folder that holds both servers; the current one where none is named. */
  readonly folder?: string;
  readonly isWriting: boolean;
  readonly isTrying: boolean;
  /** The user has already said yes to running the project's code. */
  readonly hasConsent: boolean;
}

/**
 * `portolan init`: prints a project file that fits the folder, with where each line came from, and what was not found.
 * `--try` starts both servers on it, or on the project file that is there, which runs the project's code and needs
 * consent. It is written with `--write`, or after a yes at the terminal, and never over one that is there. Exit 1 where
 * something is left to fill in or did not work.
 */
export async function initCommand(options: InitOptions): Promise<number> {
  const { folder = ".", isWriting, isTrying } = options;
  const found = findFolder(process.cwd(), folder);
  if (found === undefined) throw new UserError(`There is no folder ${folder}.`);
  const ports = commandPorts({ root: `${found.parent}/${found.name}` });
  const signal = stopSignals();
  try {
    const present = await ports.files.read(PROJECT_FILE);
    if (present !== undefined && isWriting) {
      throw new UserError(
        `There is a ${PROJECT_FILE} in ${folder} already, and it stays as it is. Take it away to write a new one.`,
      );
    }
    const text = isTrying && present !== undefined ? present : await printProposal(ports);
    const worked = !isTrying || (await tryAll(text, ports, options.hasConsent, signal));
    const question = `Write this to ${PROJECT_FILE}?`;
    if (present === undefined && (isWriting || (await askConsent(question, signal)))) {
      await ports.files.write(PROJECT_FILE, text);
      process.stderr.write(`${PROJECT_FILE} was written.\n`);
    }
    return worked && !/# FILL IN/.test(text) ? EXIT.clean : EXIT.findings;
  } finally {
    await ports.dispose();
  }
}

async function printProposal(ports: Ports): Promise<string> {
  const { text, notes } = await proposeProjectFor(ports, ports.processes);
  process.stdout.write(visibleLines(text));
  process.stderr.write(`\n${visibleLines(notes.join("\n"))}\n`);
  return text;
}

/** Whether all that was tried worked. */
async function tryAll(
  text: string,
  ports: Ports & Disposable,
  hasConsent: boolean,
  signal: AbortSignal,
): Promise<boolean> {
  process.stderr.write("\n");
  for (const { side, folder, line } of commandsOf(PROJECT_FILE, text)) {
    process.stderr.write(`${visibleText(`${side}, in ${folder}: ${line}`)}\n`);
  }
  const reason = "trying the proposal runs the project's code";
  await requireConsent({ doing: "Trying this", reason }, hasConsent, signal);
  const progress = createProgress(process.stderr);
  const paint = terminalPaint(process.stdout);
  let worked = true;
  const tried = { file: PROJECT_FILE, text, environment: process.env, signal, onEvent: progress.show };
  for await (const result of tryProject(ports, tried)) {
    progress.end();
    process.stdout.write(trialText(result, paint));
    worked &&= result.failure === undefined;
  }
  return worked;
}
