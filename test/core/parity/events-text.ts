import type { Exchange } from "#core/model/run/exchange.ts";
import type { RunEvent } from "#core/model/run/run-event.ts";

/** The events as text, one a line; what servers print and how long things take is left out. */
export function eventsText(events: readonly RunEvent[]): string {
  return events
    .map(lineOf)
    .filter((line) => line !== "")
    .join("\n");
}

function lineOf(event: RunEvent): string {
  if (event.kind === "started") return `started: ${event.cases} cases of ${event.endpoints.join(", ")}`;
  if (event.kind === "case-ended") {
    const { case: given, exchanges, verdict, reason } = event.result;
    const answers = Object.entries(exchanges).map(([side, exchange]) => `\n    ${side} ${outcomeText(exchange)}`);
    return `case ${given.id}: ${verdict} ${reason ?? ""}`.trim() + answers.join("");
  }
  if (event.kind === "endpoint-ended") {
    const { endpoint, verdict, matched, cases, reason } = event.verdict;
    return `endpoint ${endpoint}: ${verdict} ${matched} of ${cases} ${reason ?? ""}`.trim();
  }
  if (event.kind !== "ended") return "";
  const { outcome, totals, ruleHits } = event;
  const { match, differs, failed } = totals.cases;
  const hits = ruleHits.map(({ rule, hits: count }) => `, rule ${rule} hit ${count}`).join("");
  const reason = outcome.kind === "failed" ? `: ${outcome.reason}` : "";
  return `ended ${outcome.kind}: ${match} match, ${differs} differ, ${failed} failed${hits}${reason}`;
}

function outcomeText({ outcome }: Exchange): string {
  if (outcome.kind === "unreachable") return "unreachable";
  return `${outcome.status} ${outcome.body.kind === "text" ? outcome.body.text : outcome.body.kind}`;
}
