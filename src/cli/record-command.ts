import { UserError } from "#core/model/user-error.ts";
import { recordingText } from "#core/report/recording-text.ts";
import { recordCommand as recordTests } from "#core/session/recording/record-command.ts";
import { createFiles } from "#host/files/files.ts";
import { besideBundle } from "#host/files/find-project.ts";
import { stopSignals } from "#host/processes/stop-signals.ts";
import { openLineListener } from "#host/recording/line-listener.ts";

import { commandPorts } from "./command-ports.ts";
import { EXIT } from "./exit.ts";
import { openProject, requireProject } from "./open-project.ts";
import { requireConsent } from "./require-consent.ts";
import { terminalPaint } from "./terminal-paint.ts";

export interface RecordOptions {
  readonly project?: string;
  /** A command and its arguments, which runs pytest. */
  readonly command: readonly string[];
  /** The user has already said yes. */
  readonly hasConsent: boolean;
}

/**
 * `portolan cases record -- pytest …`: runs tests, with consent, and makes cases of what they send to the app. Exit 1 where no
 * case came of it.
 */
export async function recordCommand({ command, hasConsent, ...options }: RecordOptions): Promise<number> {
  if (command.length === 0)
    throw new UserError("Name the command that runs the tests after --: portolan cases record -- pytest tests");
  const found = requireProject(options.project);
  const ports = commandPorts({ root: found.folder, reach: { around: [process.cwd()] } });
  const project = openProject(options);
  const signal = stopSignals();
  try {
    await requireConsent({ doing: "This", reason: "the tests run the project's code" }, hasConsent, signal);
    const { kept, exit } = await recordTests(
      { session: project.session, files: createFiles(found.folder), environment: process.env },
      {
        ports,
        openListener: openLineListener,
        line: command.map(quoted).join(" "),
        folder: process.cwd(),
        pluginFolder: besideBundle(import.meta.url, "../media"),
        signal,
        onOutput: (text) => void process.stderr.write(`${text}\n`),
      },
    );
    if (exit.code !== 0)
      process.stderr.write("The tests did not all pass; what they sent was recorded all the same.\n");
    process.stdout.write(recordingText(kept, terminalPaint(process.stdout)));
    return kept.file === undefined ? EXIT.findings : EXIT.clean;
  } finally {
    await project.dispose();
    await ports.dispose();
  }
}

/** An argument as the shell takes it back. */
function quoted(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", String.raw`'\''`)}'`;
}
