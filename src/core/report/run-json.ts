import type { CaseResult, EndpointVerdict } from "#core/model/verdict.ts";
import { findingEntry } from "./ledger-json.ts";
import { type RunReport, totalCoverage } from "./run-report.ts";

/**
 * A run for machines, `{ "version": 1, … }`: same answers, same bytes, but for the block `times`, which has every
 * moment and duration. Ends with a line feed.
 */
export function runJson(report: RunReport): string {
  const { verdicts, results, findings, rules, ended } = report;
  const { durationMs, ...totals } = ended.totals;
  const body = {
    version: 1,
    outcome: ended.outcome,
    totals,
    coverage: totalCoverage(results),
    endpoints: verdicts.map((verdict) => endpointEntry(verdict, report)),
    cases: results.map((result) => caseEntry(result)),
    rules: ended.ruleHits.map(({ rule: index, hits }) => ({ ...rules[index], hits })),
    findings: findings.map((finding) => findingEntry(finding)),
    times: {
      durationMs,
      endpoints: Object.fromEntries(verdicts.map(({ endpoint, at }) => [endpoint, at])),
      cases: results.map((result) => ({ endpoint: result.case.endpoint, case: result.case.id, ...durations(result) })),
    },
  };
  return `${JSON.stringify(body, undefined, 2)}\n`;
}

function endpointEntry({ endpoint, verdict, cases, matched, reason }: EndpointVerdict, { ledger }: RunReport): object {
  const row = ledger.rows.find(({ key }) => key === endpoint);
  const handlerPlace = (side: "python" | "rust"): object | undefined => {
    const handler = row?.[side][0]?.handler;
    return handler && { name: handler.name, place: handler.place };
  };
  const handlers = { python: handlerPlace("python"), rust: handlerPlace("rust") };
  return { endpoint, path: row?.path, verdict, cases, matched, reason, handlers };
}

function caseEntry(result: CaseResult): object {
  const { case: sent, verdict, reason, differences, omittedDifferences, coverage, exchanges } = result;
  return {
    endpoint: sent.endpoint,
    case: sent.id,
    name: sent.name,
    verdict,
    reason,
    differences,
    omittedDifferences,
    coverage,
    exchanges: { python: exchangeEntry(exchanges.python), rust: exchangeEntry(exchanges.rust) },
  };
}

/** An exchange without what changes from run to run: the port, how long it took, and the server's clock. */
function exchangeEntry(exchange: CaseResult["exchanges"]["python"]): object | undefined {
  if (exchange === undefined) return undefined;
  const { request, outcome } = exchange;
  const sent = {
    ...request,
    url: withoutOrigin(request.url),
    headers: request.headers.filter(([name]) => name !== "host"),
  };
  if (outcome.kind === "unreachable") return { request: sent, outcome };
  const { durationMs: _, headers, ...answer } = outcome;
  return { request: sent, outcome: { ...answer, headers: headers.filter(([name]) => name !== "date") } };
}

/** `http://127.0.0.1:41234/api?x=1` → `/api?x=1` */
function withoutOrigin(url: string): string {
  return url.replace(/^[a-z]+:\/\/[^/?#]*/i, "");
}

function durations({ exchanges }: CaseResult): object {
  const durationOf = (side: "python" | "rust"): number | undefined => {
    const outcome = exchanges[side]?.outcome;
    return outcome?.kind === "answer" ? outcome.durationMs : undefined;
  };
  return { pythonMs: durationOf("python"), rustMs: durationOf("rust") };
}
