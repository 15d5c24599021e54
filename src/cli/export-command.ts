import { UserError } from "#core/model/user-error.ts";
import { EXPORTED_CONTRACT, planExport } from "#core/session/export-contract.ts";
import { askConsent } from "#host/consent.ts";
import { findProject } from "#host/files/find-project.ts";
import { stopSignals } from "#host/processes/stop-signals.ts";

import { commandPorts } from "./command-ports.ts";
import { EXIT } from "./exit.ts";
import { sidesOf } from "./routes-command.ts";

export interface ExportOptions {
  readonly project?: string;
  readonly side?: string;
  /** The user has already said yes. */
  readonly hasConsent: boolean;
}

/** `portolan export`: runs a server's `export`, with consent, and keeps the contract that it prints. */
export async function exportCommand({ project, side, hasConsent }: ExportOptions): Promise<number> {
  const found = findProject(process.cwd(), project);
  if (found === undefined) {
    throw new UserError(
      "There is no portolan.yaml here or in a folder above; go to the project's folder, or name the file with --project.",
    );
  }
  const ports = commandPorts({
    root: found.folder,
    reach: { around: [process.cwd()] },
  });
  const signal = stopSignals();
  try {
    const plan = await planExport(ports, { file: found.file, sides: sidesOf(side) });
    process.stderr.write(`${plan.side}, in ${plan.folder}: ${plan.line}\n`);
    if (!hasConsent && !(await askConsent("This runs the project's code. Go on?", signal))) {
      throw new UserError(
        "Nothing was run: the export runs the project's code, so say yes at the terminal, or add --yes.",
      );
    }
    const operations = await plan.run(signal);
    process.stdout.write(`${EXPORTED_CONTRACT}: ${operations} operations\n`);
    return EXIT.clean;
  } finally {
    await ports.dispose();
  }
}
