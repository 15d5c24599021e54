import { endpointKey, parseEndpoint, type Side } from "#core/model/endpoint.ts";
import type { Ledger, LedgerRow, Progress, Status } from "#core/model/ledger.ts";
import type { Place } from "#core/model/place.ts";
import type { Route } from "#core/model/route.ts";
import type { EndpointVerdict } from "#core/model/run/verdict.ts";

/** What a sample row is made from; places are written `file:line`, or `file:first-last`, lines counted from one. */
export interface SampleRow {
  readonly status?: Status;
  /** The handler, and above it the decorator where it is given. */
  readonly python?: string;
  readonly decorator?: string;
  readonly rust?: string;
  readonly contract?: string;
  readonly milestones?: readonly string[];
  readonly tags?: readonly string[];
  readonly verdict?: EndpointVerdict;
}

/** `sampleRow("GET /api/nodes/{id}", { python: "nodes.py:12-20" })` */
export function sampleRow(endpoint: string, sample: SampleRow): LedgerRow {
  const { method, path, key } = parsed(endpoint);
  return {
    key,
    method,
    path,
    status: sample.status ?? "ported",
    milestones: sample.milestones ?? [],
    python: sample.python === undefined ? [] : [sampleRoute("python", endpoint, sample.python, sample.decorator)],
    rust: sample.rust === undefined ? [] : [sampleRoute("rust", endpoint, sample.rust, undefined)],
    ...(sample.contract !== undefined && {
      operation: {
        key,
        method,
        path,
        summary: "Says what it does",
        tags: sample.tags ?? [],
        parameters: [],
        statuses: ["200", "422"],
        isSecured: true,
        isDeprecated: false,
        place: samplePlace(sample.contract),
      },
    }),
    ...(sample.verdict !== undefined && { verdict: sample.verdict }),
    findings: [],
  };
}

export function sampleLedger(
  rows: readonly LedgerRow[],
  progressByMilestone: Readonly<Record<string, Progress>> = {},
): Ledger {
  const verified = rows.filter(({ status }) => status === "verified").length;
  return { rows, progress: { verified, total: rows.length }, progressByMilestone };
}

/** A verdict made at midnight of New Year 2026 in UTC. */
export function sampleVerdict(
  endpoint: string,
  verdict: EndpointVerdict["verdict"],
  matched: number,
  cases: number,
): EndpointVerdict {
  const { key } = parsed(endpoint);
  return { endpoint: key, verdict, matched, cases, handlers: {}, at: "2026-01-01T00:00:00Z" };
}

/** So many minutes after a sample verdict was made, in milliseconds since 1970. */
export function minutesAfterVerdict(minutes: number): number {
  return Date.parse("2026-01-01T00:00:00Z") + minutes * 60_000;
}

/** `nodes.py:12-20` */
export function samplePlace(text: string): Place {
  const [, file = "", first = "1", last = first] = /^(.*):(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  const end = { line: Number(last) - 1, character: 10 };
  return { file, range: { start: { line: Number(first) - 1, character: 4 }, end } };
}

function sampleRoute(side: Side, endpoint: string, handler: string, decorator: string | undefined): Route {
  const { method, path } = parsed(endpoint);
  const body = samplePlace(handler);
  const name = { ...body, range: { start: body.range.start, end: { line: body.range.start.line, character: 10 } } };
  return {
    side,
    framework: side === "python" ? "fastapi" : "axum",
    kind: "http",
    method,
    path,
    place: decorator === undefined ? name : samplePlace(decorator),
    steps: [],
    parameters: [],
    handler: { name: "handler", place: name, body },
  };
}

function parsed(endpoint: string): NonNullable<ReturnType<typeof parseEndpoint>> {
  const result = parseEndpoint(endpoint);
  if (result === undefined) throw new Error(`${endpoint} is not an endpoint; ${endpointKey("GET", "/a")} is.`);
  return result;
}
