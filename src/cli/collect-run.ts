import type { RunEvent } from "#core/model/run/run-event.ts";
import type { Selection, Session } from "#core/model/session.ts";
import { GatheredRun } from "#core/report/run/gathered-run.ts";
import type { RunReport } from "#core/report/run/run-report.ts";

/** Runs a selection to its end, hands each event to `show`, and gathers what a report is made from. */
export async function collectRun(
  session: Session,
  selection: Selection,
  signal: AbortSignal,
  show: (event: RunEvent) => void,
): Promise<Omit<RunReport, "folder">> {
  const gathered = new GatheredRun();
  for await (const event of session.run(selection, signal)) {
    show(event);
    gathered.take(event);
  }
  const run = gathered.whole();
  if (run === undefined) throw new Error("A run closed without its last event.");
  const rules = (await session.project())?.rules ?? [];
  return { ...run, ledger: await session.ledger(), rules };
}
