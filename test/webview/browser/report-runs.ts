import { type Method, endpointKey } from "#core/model/endpoint.ts";
import type { LedgerRow } from "#core/model/ledger.ts";
import type { Place } from "#core/model/place.ts";
import type { Route } from "#core/model/route.ts";
import type { CaseResult, EndpointVerdict, Verdict } from "#core/model/run/verdict.ts";
import type { RunReport } from "#core/report/run/run-report.ts";
import { drift, failed, longState, matching, unprocessable } from "./panel-states.ts";

function placeAt(file: string, line: number): Place {
  const start = { line: line - 1, character: 4 };
  return { file, range: { start, end: { ...start, character: 14 } } };
}

function routeOf(side: Route["side"], method: Method, path: string, line: number): Route {
  const place = placeAt(side === "rust" ? "core-server-rs/src/routes/nodes.rs" : "core-server/app/nodes.py", line);
  const framework = side === "rust" ? "axum" : "fastapi";
  const handler = { name: `${method.toLowerCase()}_node`, place, body: place };
  return { side, framework, kind: "http", method, path, place, steps: [], parameters: [], handler };
}

interface Endpoint {
  readonly method: Method;
  readonly path: string;
  readonly results: readonly CaseResult[];
}

/** A run of endpoints with the results given, made three minutes ago; an endpoint without results is not ported. */
function runOf(endpoints: readonly Endpoint[], notReached: RunReport["notReached"] = []): RunReport {
  const compared = endpoints.filter(({ results }) => results.length > 0);
  const verdicts = compared.map(({ method, path, results }): EndpointVerdict => {
    const matched = results.filter(({ verdict }) => verdict === "match").length;
    return {
      endpoint: endpointKey(method, path),
      verdict: matched === results.length ? "match" : "differs",
      cases: results.length,
      matched,
      handlers: {},
      at: new Date(Date.now() - 185_000).toISOString(),
    };
  });
  const results = compared.flatMap(({ method, path, results: own }) =>
    own.map((result) => ({ ...result, case: { ...result.case, method, endpoint: endpointKey(method, path) } })),
  );
  const countOf = (list: readonly { readonly verdict: Verdict }[]) => ({
    match: list.filter(({ verdict }) => verdict === "match").length,
    differs: list.filter(({ verdict }) => verdict === "differs").length,
    failed: list.filter(({ verdict }) => verdict === "failed").length,
  });
  const rows = endpoints.map(({ method, path }, index): LedgerRow => {
    const key = endpointKey(method, path);
    const routes = [routeOf("python", method, path, 20 + index * 15)];
    const rust = [routeOf("rust", method, path, 40 + index * 22)];
    return { key, method, path, status: "ported", milestones: [], python: routes, rust, findings: [] };
  });
  return {
    folder: "",
    ledger: { rows, progress: { verified: 0, total: 0 }, progressByMilestone: {} },
    verdicts,
    results,
    notReached,
    findings: [
      {
        code: "rule-unused",
        severity: "error",
        place: placeAt("portolan.yaml", 61),
        facts: { allow: "ignore", path: "$.uptime", endpoint: "GET /healthz" },
      },
    ],
    rules: [
      {
        endpoints: [endpointKey("POST", "/api/nodes")],
        target: { part: "body", path: "$.id" },
        allow: "type only",
        reason: "The server makes a random uuid.",
        place: placeAt("portolan.yaml", 55),
      },
    ],
    ended: {
      kind: "ended",
      outcome: { kind: "completed" },
      totals: {
        endpoints: countOf(verdicts),
        cases: countOf(results),
        withoutCases: [],
        unported: endpoints
          .filter(({ results: own }) => own.length === 0)
          .map(({ method, path }) => endpointKey(method, path)),
        durationMs: 12_345,
      },
      ruleHits: [{ rule: 0, hits: 4 }],
    },
  };
}

/** Five endpoints: two that differ in the same ways, two that match, one that is not ported. */
export function mixedRun(): RunReport {
  return runOf(MIXED);
}

/** The same with a scenario that stopped. */
export function stoppedRun(): RunReport {
  const endpoint = endpointKey("DELETE", "/api/nodes/{node_id}");
  const step = (name: string): RunReport["notReached"][number] => ({
    case: { ...drift.case, endpoint, id: name, name },
    reason: 'The scenario "a node\'s life" stopped at "it is read".',
  });
  return runOf(MIXED, [step("it is removed"), step("it is removed again")]);
}

const MIXED: readonly Endpoint[] = [
  { method: "GET", path: "/healthz", results: [matching] },
  { method: "GET", path: "/api/nodes", results: [matching, drift] },
  { method: "GET", path: "/api/nodes/{node_id}", results: [matching, drift, unprocessable, failed] },
  { method: "DELETE", path: "/api/nodes/{node_id}", results: [matching] },
  { method: "GET", path: "/api/dashboard/state", results: [] },
];

/** One endpoint whose bodies have more than 50,000 lines. */
export function longRun(): RunReport {
  return runOf([{ method: "GET", path: "/api/nodes", results: longState().results }]);
}
