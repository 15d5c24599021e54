import { excerptResult } from "#core/compare/excerpts/excerpt-result.ts";
import type { Difference } from "#core/model/run/difference.ts";
import { type EndpointKey, endpointKey } from "#core/model/endpoint.ts";
import type { Exchange, Unreachable } from "#core/model/run/exchange.ts";
import type { CaseResult, Verdict } from "#core/model/run/verdict.ts";
import { clustersOf } from "#core/report/run/clusters.ts";
import { clusterRecord } from "#core/report/run/run-record.ts";
import type { PanelState } from "#protocol/webview.ts";

const path = "/api/nodes/{node_id}";
const endpoint: EndpointKey = endpointKey("get", path);
const place = {
  file: "core-server-rs/src/nodes.rs",
  range: { start: { line: 41, character: 4 }, end: { line: 41, character: 14 } },
};

/** A node as the example's servers answer it; `times` end in the given offset, `note` may be left out. */
function node(offset: string, note: string, load: string): string {
  const samples = Array.from(
    { length: 24 },
    (_, hour) =>
      `{"hour":${hour},"load":${hour === 4 ? load : 0.25},"packets":${9_007_199_254_740_993n + BigInt(hour)}}`,
  );
  return `{"id":"7f9c24e8-3b12-4fef-91a0-aa51f2c7d001","name":"Knoten Zürich-Süd №4","state":"online","labels":{"rack":"B4","row":"12"},"samples":[${samples.join(",")}],"created_at":"2026-03-01T09:30:00${offset}","last_seen":"2026-11-02T17:05:41.250000${offset}"${note},"owner":{"id":3,"email":"ops@example.org"}}`;
}

function exchange(
  port: number,
  target: string,
  status: number,
  body: string,
  contentType = "application/json",
): Exchange {
  return {
    request: {
      method: "GET",
      url: `http://127.0.0.1:${port}${target}`,
      headers: [
        ["accept", "application/json"],
        ["authorization", "Bearer ***"],
      ],
    },
    outcome: {
      kind: "answer",
      status,
      headers: [
        ["content-type", contentType],
        ["content-length", String(body.length)],
        ["date", "Mon, 02 Nov 2026 17:05:41 GMT"],
        ...(port === 40_001 ? ([["server", "uvicorn"]] as const) : []),
      ],
      body: { kind: "text", text: body },
      durationMs: port === 40_001 ? 14.2 : 1.8,
    },
  };
}

interface Outcome {
  readonly name: string;
  readonly target: string;
  readonly expect: number;
  readonly verdict: Verdict;
  readonly reason?: string;
  readonly python: Exchange;
  readonly rust: Exchange;
  readonly differences?: readonly Difference[];
  readonly effects?: CaseResult["effects"];
}

function caseResult({
  name,
  target,
  expect,
  verdict,
  reason,
  python,
  rust,
  differences = [],
  effects,
}: Outcome): CaseResult {
  return {
    case: {
      id: name.replaceAll(" ", "-"),
      endpoint,
      name,
      method: "GET",
      target,
      headers: [["accept", "application/json"]],
      body: { kind: "none" },
      expect: [expect],
      identity: "default",
      isWriting: false,
      place: { ...place, file: "portolan/cases.yaml" },
    },
    verdict,
    ...(reason !== undefined && { reason }),
    differences,
    exchanges: { python, rust },
    ...(effects && { effects }),
    coverage: { compared: 81, ignored: 1, loosened: 0 },
    ruleHits: [],
  };
}

function both(pointer: string): Difference["pointers"] {
  return { python: pointer, rust: pointer };
}

const known = "/api/nodes/7f9c24e8-3b12-4fef-91a0-aa51f2c7d001";

/** The offset written another way, a null left out, a float spelt otherwise, and members in another order. */
export const drift = caseResult({
  name: "a node that is online",
  target: known,
  expect: 200,
  verdict: "differs",
  python: exchange(40_001, known, 200, node("+00:00", ',"note":null', "1e-05")),
  rust: exchange(40_002, known, 200, node("Z", "", "0.00001")),
  differences: [
    {
      class: "value",
      severity: "changed",
      part: "body",
      pointers: both("/created_at"),
      values: { python: '"2026-03-01T09:30:00+00:00"', rust: '"2026-03-01T09:30:00Z"' },
      hint: { code: "utc-offset", text: "chrono wrote `Z`, Python wrote `+00:00`: format the time with `%:z`." },
      places: { rust: place, python: { ...place, file: "core-server/app/nodes.py" } },
    },
    {
      class: "value",
      severity: "changed",
      part: "body",
      pointers: both("/last_seen"),
      values: { python: '"2026-11-02T17:05:41.250000+00:00"', rust: '"2026-11-02T17:05:41.250000Z"' },
      places: { rust: place },
    },
    {
      class: "null-against-missing",
      severity: "breaking",
      part: "body",
      pointers: { python: "/note" },
      values: { python: "null" },
      hint: { code: "skip-none", text: "serde leaves it out: remove `skip_serializing_if` from the field." },
      places: { rust: place },
    },
    {
      class: "spelling",
      severity: "cosmetic",
      part: "body",
      pointers: both("/samples/4/load"),
      values: { python: "1e-05", rust: "0.00001" },
    },
    {
      class: "key-order",
      severity: "cosmetic",
      part: "body",
      pointers: both("/labels"),
      values: { python: "rack, row", rust: "row, rack" },
    },
  ],
});

export const unprocessable = caseResult({
  name: "an id that is no uuid",
  target: "/api/nodes/xyz",
  expect: 422,
  verdict: "differs",
  python: exchange(
    40_001,
    "/api/nodes/xyz",
    422,
    '{"detail":[{"type":"uuid_parsing","loc":["path","node_id"],"msg":"Input should be a valid UUID","input":"xyz"}]}',
  ),
  rust: exchange(
    40_002,
    "/api/nodes/xyz",
    400,
    "Invalid URL: Cannot parse `xyz` to a `Uuid`",
    "text/plain; charset=utf-8",
  ),
  differences: [
    { class: "status", severity: "breaking", part: "status", pointers: {}, values: { python: "422", rust: "400" } },
    {
      class: "header",
      severity: "breaking",
      part: "header",
      pointers: both("content-type"),
      values: { python: "application/json", rust: "text/plain; charset=utf-8" },
    },
    {
      class: "not-json",
      severity: "breaking",
      part: "body",
      pointers: both(""),
      values: { python: "object", rust: "text" },
    },
  ],
});

const notFound =
  '{"detail":"Node not found","code":"not_found","request":{"method":"GET","path":"/api/nodes/0","query":""}}';

export const matching = caseResult({
  name: "a node that does not exist",
  target: "/api/nodes/00000000-0000-0000-0000-000000000000",
  expect: 404,
  verdict: "match",
  python: exchange(40_001, known, 404, notFound),
  rust: exchange(40_002, known, 404, notFound),
});

/** What a server leaves behind that renames a node, and a line of its log. */
function effect(config: string, line: string): string {
  return `{"nodes":{"key":["id"],"updated":[{"id":"7f9c24e8-3b12-4fef-91a0-aa51f2c7d001","name":"Knoten Zürich-Süd №5","config":${config},"updated_at":"2026-11-02T17:05:41.250000Z"}]},"audit_log":{"key":["id"],"inserted":[{"id":9007199254740993,"action":"rename","node_id":"7f9c24e8-3b12-4fef-91a0-aa51f2c7d001","token_hash":"•••"}${line}]}}`;
}

/** Equal answers; a column that Rust forgot and a row that it did not write. */
export const written = caseResult({
  name: "a node that gets another name",
  target: known,
  expect: 200,
  verdict: "differs",
  python: exchange(40_001, known, 200, '{"id":"7f9c24e8-3b12-4fef-91a0-aa51f2c7d001"}'),
  rust: exchange(40_002, known, 200, '{"id":"7f9c24e8-3b12-4fef-91a0-aa51f2c7d001"}'),
  effects: {
    python: effect(
      '"{\\"region\\":\\"west\\"}"',
      ',{"id":9007199254740994,"action":"notify","node_id":null,"token_hash":null}',
    ),
    rust: effect('"{}"', ""),
  },
  differences: [
    {
      class: "value",
      severity: "changed",
      part: "effect",
      pointers: both("/nodes/updated/0/config"),
      row: 'id = "7f9c24e8-3b12-4fef-91a0-aa51f2c7d001"',
      values: { python: '"{\\"region\\":\\"west\\"}"', rust: '"{}"' },
    },
    {
      class: "missing",
      severity: "breaking",
      part: "effect",
      pointers: { python: "/audit_log/inserted/1" },
      values: { python: '{"id":9007199254740994,"action":"notify","node_id":null,"token_hash":null}' },
      hint: {
        code: "effect-missing",
        text: "Python inserts this row into audit_log, Rust does not: look for a statement that the port left out, or a transaction that is not committed.",
      },
    },
  ],
});

const refused: Unreachable = { kind: "unreachable", reason: "The server closed the connection before it answered." };

export const failed = caseResult({
  name: "a node with a name of 4,000 letters, which is longer than this list is wide",
  target: `${known}?full=1`,
  expect: 200,
  verdict: "failed",
  reason: "Rust did not answer: the server closed the connection before it answered.",
  python: exchange(40_001, known, 200, '{"id":1}'),
  rust: { ...exchange(40_002, known, 200, ""), outcome: refused },
});

/** An endpoint with one case of each sort; three minutes old. */
export function panelState(
  results: readonly CaseResult[] = [matching, drift, unprocessable, failed],
  notReached: PanelState["notReached"] = [],
): PanelState {
  return {
    project: "file:///home/ada/portolan.yaml",
    endpoint,
    path,
    verdict: {
      endpoint,
      verdict: results.every((result) => result.verdict === "match") ? "match" : "differs",
      cases: results.length,
      matched: results.filter((result) => result.verdict === "match").length,
      handlers: {},
      at: new Date(Date.now() - 185_000).toISOString(),
    },
    results,
    causes: clustersOf(results).map((cluster) => clusterRecord(cluster)),
    notReached,
    isRunning: false,
    handlers: ["python", "rust"],
  };
}

/** A list so long that both bodies have more than 50,000 lines, with one difference near the end. */
export function longState(count = 12_600): PanelState {
  const body = (name: string): string =>
    `[${Array.from({ length: count }, (_, id) => `{"id":${id},"name":"${id === 12_000 ? name : "same"}"}`).join(",")}]`;
  const long = caseResult({
    name: "all nodes",
    target: "/api/nodes",
    expect: 200,
    verdict: "differs",
    python: exchange(40_001, "/api/nodes", 200, body("left")),
    rust: exchange(40_002, "/api/nodes", 200, body("right")),
    differences: [
      {
        class: "value",
        severity: "changed",
        part: "body",
        pointers: both("/12000/name"),
        values: { python: '"left"', rust: '"right"' },
      },
    ],
  });
  return panelState([long]);
}

/** One of which excerpts alone were kept. */
export function excerptState(): PanelState {
  return panelState(longState(60_000).results.map((result) => excerptResult(result)));
}
