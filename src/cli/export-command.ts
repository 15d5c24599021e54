import { EXPORTED_CONTRACT, planExport } from "#core/session/asking/export-contract.ts";
import { stopSignals } from "#host/processes/stop-signals.ts";

import { commandPorts } from "./command-ports.ts";
import { EXIT } from "./exit.ts";
import { requireProject } from "./open-project.ts";
import { requireConsent } from "./require-consent.ts";
import { sidesOf } from "./routes-command.ts";

export interface ExportOptions {
  readonly project?: string;
  readonly side?: string;
  /** The user has already said yes. */
  readonly hasConsent: boolean;
}

/** `portolan export`: runs a server's `export`, with consent, and keeps the contract that it prints. */
export async function exportCommand({ project, side, hasConsent }: ExportOptions): Promise<number> {
  const found = requireProject(project);
  const ports = commandPorts({
    root: found.folder,
    reach: { around: [process.cwd()] },
  });
  const signal = stopSignals();
  try {
    const plan = await planExport(ports, { file: found.file, sides: sidesOf(side) });
    for (const line of [...(plan.build === undefined ? [] : [plan.build]), plan.line])
      process.stderr.write(`${plan.side}, in ${plan.folder}: ${line}\n`);
    await requireConsent({ doing: "This", reason: "the export runs the project's code" }, hasConsent, signal);
    const operations = await plan.run(signal);
    process.stdout.write(`${EXPORTED_CONTRACT}: ${operations} operations\n`);
    return EXIT.clean;
  } finally {
    await ports.dispose();
  }
}
