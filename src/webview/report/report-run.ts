import { isRecord } from "#core/model/is-record.ts";
import type { EndpointKey } from "#core/model/endpoint.ts";
import type { Exchange } from "#core/model/run/exchange.ts";
import type {
  CaseRecord,
  EndpointRecord,
  ExchangeRecord,
  NotReachedRecord,
  RunRecord,
  RunTimes,
} from "#core/model/run/run-record.ts";
import type { CaseResult, EndpointVerdict } from "#core/model/run/verdict.ts";

/** An endpoint of a run, as the panel's components take it. */
export interface ReportedEndpoint {
  readonly record: EndpointRecord;
  readonly verdict: EndpointVerdict;
  readonly results: readonly CaseResult[];
  readonly notReached: readonly NotReachedRecord[];
}

/** A run as the page shows it. */
export interface ReportedRun {
  readonly record: RunRecord;
  readonly endpoints: readonly ReportedEndpoint[];
}

/**
 * Reads the run out of the page's two blocks of data, which `core/report/run-html.ts` wrote.
 * Throws where the page has none, or one of another version.
 */
export function readReport(page: Document): ReportedRun {
  const run = jsonIn(page, "run");
  const times = jsonIn(page, "times");
  if (!isRun(run) || !isTimes(times)) throw new Error("This page has no run that it can show.");
  return reportedRun({ ...run, times });
}

function reportedRun(record: RunRecord): ReportedRun {
  const { endpoints, cases, notReached, times } = record;
  const durations = new Map(times.cases.map((one) => [caseKey(one), one]));
  const resultsByEndpoint = Map.groupBy(
    cases.map((one) => caseResult(one, durations.get(caseKey(one)))),
    (result): string => result.case.endpoint,
  );
  return {
    record,
    endpoints: endpoints.map((endpoint) => ({
      record: endpoint,
      verdict: endpointVerdict(endpoint, times.endpoints[endpoint.endpoint] ?? ""),
      results: resultsByEndpoint.get(endpoint.endpoint) ?? [],
      notReached: notReached.filter((step) => step.endpoint === endpoint.endpoint),
    })),
  };
}

function caseKey({ endpoint, case: id }: { readonly endpoint: string; readonly case: string }): string {
  return `${endpoint}\n${id}`;
}

function endpointVerdict({ endpoint, verdict, cases, matched, reason }: EndpointRecord, at: string): EndpointVerdict {
  return {
    endpoint: endpoint as EndpointKey,
    verdict,
    cases,
    matched,
    ...(reason !== undefined && { reason }),
    handlers: {},
    at,
  };
}

/** The record has no headers and no body of the case itself: what was sent stands in the exchanges. */
function caseResult(record: CaseRecord, durations: RunTimes["cases"][number] | undefined): CaseResult {
  const { endpoint, case: id, name, method, target, expect, place, exchanges, ...outcome } = record;
  const { python, rust } = exchanges;
  return {
    ...outcome,
    case: {
      id,
      endpoint: endpoint as EndpointKey,
      name,
      method,
      target,
      ...(expect && { expect }),
      place,
      headers: [],
      body: { kind: "none" },
      isWriting: false,
    },
    exchanges: {
      ...(python !== undefined && { python: exchangeOf(python, durations?.pythonMs) }),
      ...(rust !== undefined && { rust: exchangeOf(rust, durations?.rustMs) }),
    },
    ruleHits: [],
  };
}

function exchangeOf({ request, outcome }: ExchangeRecord, durationMs = 0): Exchange {
  return { request, outcome: outcome.kind === "answer" ? { ...outcome, durationMs } : outcome };
}

function jsonIn(page: Document, id: string): unknown {
  return JSON.parse(page.getElementById(id)?.textContent ?? "null");
}

/** The page and its data are of one build: what tells a run from anything else is enough. */
function isRun(value: unknown): value is Omit<RunRecord, "times"> {
  return (
    isRecord(value) && value["version"] === 1 && Array.isArray(value["endpoints"]) && Array.isArray(value["cases"])
  );
}

function isTimes(value: unknown): value is RunTimes {
  return isRecord(value) && Array.isArray(value["cases"]) && isRecord(value["endpoints"]);
}
