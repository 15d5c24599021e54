import { ledgerJson } from "#core/report/ledger/ledger-json.ts";
import { ledgerText } from "#core/report/ledger/ledger-text.ts";

import { EXIT } from "./exit.ts";
import { openProject } from "./open-project.ts";
import { terminalPaint } from "./terminal-paint.ts";

/** `portolan ledger`: prints the table. Exit 1 where a finding is an error, 2 where the project file cannot be used. */
export async function ledgerCommand(options: { readonly project?: string; readonly isJson: boolean }): Promise<number> {
  const project = openProject(options);
  try {
    const { session } = project;
    const ledger = await session.ledger();
    const findings = await session.findings();
    process.stdout.write(
      options.isJson ? ledgerJson(ledger, findings) : ledgerText(ledger, findings, terminalPaint(process.stdout)),
    );
    if ((await session.project()) === undefined) return EXIT.couldNotRun;
    return findings.some(({ severity }) => severity === "error") ? EXIT.findings : EXIT.clean;
  } finally {
    await project.dispose();
  }
}
