import { UserError } from "#core/model/user-error.ts";
import { askJson, askText } from "#core/report/ledger/ask-text.ts";
import { type AskTarget, planAsk } from "#core/session/asking/ask-routes.ts";
import { findFolder, findProject } from "#host/files/find-project.ts";
import { stopSignals } from "#host/processes/stop-signals.ts";

import { commandPorts } from "./command-ports.ts";
import { EXIT } from "./exit.ts";
import { requireConsent } from "./require-consent.ts";
import { sidesOf } from "./routes-command.ts";
import { terminalPaint } from "./terminal-paint.ts";

export interface AskOptions {
  /** A folder of Python code; else the servers of the project file. */
  readonly folder?: string;
  readonly project?: string;
  readonly side?: string;
  readonly python?: string;
  /** The user has already said yes. */
  readonly hasConsent: boolean;
  readonly isJson: boolean;
}

/**
 * `portolan routes --ask`: asks the running code for its routes and prints what static reading missed or made up. Runs
 * the project's code, so it needs consent: `--yes`, or an answer at the terminal. Exit 1 where they differ.
 */
export async function askCommand(options: AskOptions): Promise<number> {
  const { root, target } = targetOf(options);
  const ports = commandPorts({
    root,
  });
  const signal = stopSignals();
  try {
    const { python } = options;
    const plan = await planAsk(ports, {
      target,
      sides: sidesOf(options.side),
      ...(python !== undefined && { python }),
    });
    for (const { side, line, folder } of plan.commands) process.stderr.write(`${side}, in ${folder}: ${line}\n`);
    await requireConsent({ doing: "This", reason: "asking the code runs it" }, options.hasConsent, signal);
    const sides = await plan.run(signal);
    process.stdout.write(options.isJson ? askJson(sides) : askText(sides, terminalPaint(process.stdout)));
    const hasDifferences = sides.some(({ findings }) => findings.some(({ severity }) => severity !== "information"));
    return hasDifferences ? EXIT.findings : EXIT.clean;
  } finally {
    await ports.dispose();
  }
}

function targetOf({ folder, project }: AskOptions): { readonly root: string; readonly target: AskTarget } {
  if (folder !== undefined) {
    const found = findFolder(process.cwd(), folder);
    if (found === undefined) throw new UserError(`There is no folder ${folder}.`);
    return { root: found.parent, target: { kind: "folder", folder: found.name } };
  }
  const found = findProject(process.cwd(), project);
  if (found === undefined) {
    throw new UserError(
      "There is no portolan.yaml here or in a folder above; name the project file with --project, or a folder of Python code.",
    );
  }
  return { root: found.folder, target: { kind: "project", file: found.file } };
}
