import type { BuildProblem } from "#core/model/run/build-problem.ts";
import type { Finding } from "#core/model/finding.ts";
import type { RunEvent } from "#core/model/run/run-event.ts";
import type { Selection, Session } from "#core/model/session.ts";
import type { EndpointVerdict, NotReached } from "#core/model/run/verdict.ts";
import { ResultKeeper } from "#core/report/run/result-keeper.ts";
import type { RunReport } from "#core/report/run/run-report.ts";

/** Runs a selection to its end, hands each event to `show`, and gathers what a report is made from. */
export async function collectRun(
  session: Session,
  selection: Selection,
  signal: AbortSignal,
  show: (event: RunEvent) => void,
): Promise<Omit<RunReport, "folder">> {
  const verdicts = new Map<string, EndpointVerdict>();
  const kept = new ResultKeeper();
  const notReached: NotReached[] = [];
  const findings: Finding[] = [];
  const buildProblems: BuildProblem[] = [];
  let ended: RunReport["ended"] | undefined;
  for await (const event of session.run(selection, signal)) {
    show(event);
    if (event.kind === "endpoint-ended") verdicts.set(event.verdict.endpoint, event.verdict);
    if (event.kind === "case-ended") kept.add(event.result);
    if (event.kind === "case-not-reached") notReached.push(event.notReached);
    if (event.kind === "finding") findings.push(event.finding);
    if (event.kind === "build-problem") buildProblems.push(event.problem);
    if (event.kind === "ended") ended = event;
  }
  if (ended === undefined) throw new Error("A run closed without its last event.");
  const rules = (await session.project())?.rules ?? [];
  return {
    ledger: await session.ledger(),
    verdicts: [...verdicts.values()],
    results: kept.results,
    notReached,
    findings,
    buildProblems,
    rules,
    ended,
  };
}
