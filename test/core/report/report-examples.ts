import { type EndpointKey, type Method, endpointKey } from "#core/model/endpoint.ts";
import type { Finding } from "#core/model/finding.ts";
import type { Ledger, LedgerRow, Status } from "#core/model/ledger.ts";
import type { Place } from "#core/model/place.ts";
import type { Route } from "#core/model/route.ts";
import type { CaseResult, EndpointVerdict } from "#core/model/run/verdict.ts";
import type { RunReport } from "#core/report/run/run-report.ts";

/** A place in a file; line and column from one, as they are shown. */
function placeAt(file: string, line: number, column = 1): Place {
  const start = { line: line - 1, character: column - 1 };
  return { file, range: { start, end: start } };
}

/** A row of the ledger with a handler on each side. */
export function rowOf(method: Method, path: string, status: Status, more: Partial<LedgerRow> = {}): LedgerRow {
  const key = endpointKey(method, path);
  const python = [routeOf("python", method, path, placeAt("core-server/app/nodes.py", 22, 5))];
  const rust =
    status === "unported" ? [] : [routeOf("rust", method, path, placeAt("core-server-rs/src/nodes.rs", 41, 14))];
  return { key, method, path, status, milestones: ["nodes"], python, rust, findings: [], ...more };
}

function routeOf(side: Route["side"], method: Method, path: string, place: Place): Route {
  const framework = side === "python" ? "fastapi" : "axum";
  const handler = { name: "get_node", place, body: place };
  return { side, framework, kind: "http", method, path, place, steps: [], parameters: [], handler };
}

/** A ledger of three rows: verified, differing and not ported. */
export function exampleLedger(): Ledger {
  const rows = [
    rowOf("GET", "/api/dashboard/state", "unported", { milestones: ["dashboard-state"] }),
    rowOf("GET", "/api/nodes", "verified", { verdict: verdictOf(endpointKey("GET", "/api/nodes"), "match", 3, 3) }),
    rowOf("GET", "/api/nodes/{node_id}", "differs", {
      verdict: verdictOf(endpointKey("GET", "/api/nodes/{node_id}"), "differs", 2, 1),
    }),
  ];
  return {
    rows,
    progress: { verified: 1, total: 3 },
    progressByMilestone: { nodes: { verified: 1, total: 2 }, "dashboard-state": { verified: 0, total: 1 } },
  };
}

/** A warning with a place and an error without. */
export const FINDINGS: readonly Finding[] = [
  {
    code: "yaml-unknown-key",
    severity: "warning",
    place: placeAt("portolan.yaml", 3, 5),
    facts: { key: "strat", in: "servers.rust", nearest: "start" },
  },
  { code: "project-file-missing", severity: "error", facts: { key: "contract", path: "openapi.json" } },
];

/** A verdict made at one fixed moment. */
export function verdictOf(
  endpoint: EndpointKey,
  verdict: EndpointVerdict["verdict"],
  cases: number,
  matched: number,
): EndpointVerdict {
  return { endpoint, verdict, cases, matched, handlers: {}, at: "2024-01-01T00:00:00.000Z" };
}

/** A run of the example ledger in which one case differs in a time and in the order of its members. */
export function exampleRun(durationMs = 1234, port = 41_000): RunReport {
  const endpoint = endpointKey("GET", "/api/nodes/{node_id}");
  const ledger = exampleLedger();
  const result = exampleResult(endpoint, durationMs, port);
  return {
    folder: "examples/controller/",
    ledger,
    verdicts: ledger.rows.flatMap(({ verdict }) => (verdict === undefined ? [] : [verdict])),
    results: [result],
    notReached: [],
    findings: [],
    rules: [
      {
        endpoints: [endpoint],
        target: { part: "body", path: "$.id" },
        allow: "ignore",
        reason: "random",
        place: placeAt("portolan.yaml", 30),
      },
    ],
    ended: {
      kind: "ended",
      outcome: { kind: "completed" },
      totals: {
        endpoints: { match: 1, differs: 1, failed: 0 },
        cases: { match: 4, differs: 1, failed: 0 },
        withoutCases: [],
        unported: [endpointKey("GET", "/api/dashboard/state")],
        durationMs,
      },
      ruleHits: [{ rule: 0, hits: 2 }],
    },
  };
}

/** One case of an endpoint, with a time, a member that is missing and the order of its members. */
export function exampleResult(endpoint: EndpointKey, durationMs = 1234, port = 41_000): CaseResult {
  return {
    case: {
      id: "one-node",
      endpoint,
      name: "one node",
      method: "GET",
      target: "/api/nodes/1",
      headers: [],
      body: { kind: "none" },
      identity: "default",
      expect: [200],
      isWriting: false,
      place: placeAt("openapi/openapi.json", 10),
    },
    verdict: "differs",
    differences: [
      {
        class: "value",
        severity: "changed",
        part: "body",
        pointers: { python: "/created_at", rust: "/created_at" },
        values: { python: '"2024-01-01T00:00:00Z"', rust: '"2024-01-01T00:00:00+00:00"' },
        hint: { code: "utc-offset", text: "The same moment." },
        places: { rust: placeAt("core-server-rs/src/nodes.rs", 12, 5) },
      },
      {
        class: "missing",
        severity: "breaking",
        part: "body",
        pointers: { python: "/note" },
        values: { python: '"a\u001b[2Jb"' },
      },
      {
        class: "key-order",
        severity: "cosmetic",
        part: "body",
        pointers: { python: "", rust: "" },
        values: { python: '"a", "b"', rust: '"b", "a"' },
      },
    ],
    exchanges: {
      python: {
        request: {
          method: "GET",
          url: `http://127.0.0.1:${port}/api/nodes/1`,
          headers: [["host", `127.0.0.1:${port}`]],
        },
        outcome: {
          kind: "answer",
          status: 200,
          headers: [
            ["date", `now ${durationMs}`],
            ["content-type", "application/json"],
          ],
          body: { kind: "text", text: "{}" },
          durationMs,
        },
      },
    },
    coverage: { compared: 10, ignored: 2, loosened: 0 },
    ruleHits: [{ rule: 0, hits: 2 }],
  };
}

/** The example run with a failed endpoint and two findings, all texts full of what each format gives a meaning. */
export function difficultRun(): RunReport {
  const run = exampleRun();
  const endpoint = endpointKey("PUT", "/api/a|b");
  const text = '</script><!-- `code` |: 100%, @all & "q" ]]> \u2028\uD800\u0007\nnext *line* <b>';
  const result = exampleResult(endpoint);
  return {
    ...run,
    verdicts: [...run.verdicts, { ...verdictOf(endpoint, "failed", 1, 0), reason: text }],
    results: [
      ...run.results,
      { ...result, case: { ...result.case, id: "second", name: text }, verdict: "failed", reason: text },
      {
        ...result,
        differences: result.differences.map((one) => ({
          ...one,
          pointers: { python: `/a~1${text}` },
          values: { python: text, rust: text },
          hint: { code: "difficult", text },
        })),
      },
    ],
    notReached: [{ case: { ...result.case, id: "third", name: text }, reason: text }],
    findings: FINDINGS,
  };
}
