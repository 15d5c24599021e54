import { expect, test } from "vitest";
import { buildLedger } from "#core/ledger/build-ledger.ts";
import { undeclaredEndpoints } from "#core/ledger/undeclared-endpoints.ts";
import { endpointKey, parseEndpoint, type EndpointKey, type Side } from "#core/model/endpoint.ts";
import type { Operation } from "#core/model/operation.ts";
import type { Place } from "#core/model/place.ts";
import type { Route } from "#core/model/route.ts";
import type { EndpointVerdict } from "#core/model/run/verdict.ts";

const at = (file: string, line: number): Place => ({
  file,
  range: { start: { line, character: 0 }, end: { line, character: 1 } },
});

/**
 * Sides as lines: `GET /a` with marks after it: `#hash` of its handler, `by name` of that, `stub`, `implicit`, `unmounted`, `if x`,
 * `websocket`, `mount`, `hidden`, `declared GET /b`.
 */
interface Given {
  readonly contract?: readonly string[];
  readonly python?: readonly string[];
  readonly rust?: readonly string[];
  readonly kept?: readonly string[];
  readonly milestones?: Readonly<Record<string, readonly string[]>>;
  /** Endpoint → verdict and the two hashes. */
  readonly verdicts?: Readonly<Record<string, readonly [EndpointVerdict["verdict"], python: string, rust: string]>>;
  /** Endpoints that have a case; all without this. */
  readonly cases?: readonly string[];
}

function checkLedger({
  contract = [],
  python = [],
  rust = [],
  kept = [],
  milestones = {},
  verdicts = {},
  cases,
}: Given): string {
  const project = {
    file: "portolan.yaml",
    rules: [],
    milestones: Object.entries(milestones).map(([name, endpoints]) => ({ name, endpoints: endpoints.map(keyOf) })),
    notMigrated: kept.map((endpoint) => ({ endpoint: keyOf(endpoint), reason: "stays" })),
  };
  const ledger = buildLedger({
    snapshot: {
      operations: contract.map(operationOf),
      routes: {
        python: python.map((line, index) => routeOf("python", line, index)),
        rust: rust.map((line, index) => routeOf("rust", line, index)),
      },
    },
    project,
    verdicts: new Map(
      Object.entries(verdicts).map(([endpoint, [verdict, pythonHash, rustHash]]) => [
        keyOf(endpoint),
        {
          endpoint: keyOf(endpoint),
          verdict,
          cases: 1,
          matched: 1,
          handlers: { python: pythonHash, rust: rustHash },
          at: "2026-01-01T00:00:00Z",
        },
      ]),
    ),
    ...(cases && { endpointsWithCases: new Set(cases.map(keyOf)) }),
  });
  const lines = ledger.rows.flatMap((row) => [
    `${row.status} ${row.method} ${row.path}`,
    ...row.findings.map(
      ({ code, place, facts }) =>
        `  ${code} ${place?.file}:${place?.range.start.line}: ${Object.values(facts).join(", ")}`,
    ),
  ]);
  const undeclared = undeclaredEndpoints(project, new Map(ledger.rows.map(({ key }) => [key, key])), "").map(
    ({ facts }) => `undeclared ${Object.values(facts).join(" in ")}`,
  );
  const progress = Object.entries({ all: ledger.progress, ...ledger.progressByMilestone }).map(
    ([name, { verified, total }]) => `${name} ${verified}/${total}`,
  );
  return [...lines, ...undeclared, progress.join(", ")].join("\n");
}

function keyOf(text: string): EndpointKey {
  const endpoint = parseEndpoint(text);
  if (!endpoint) throw new Error(`not an endpoint: ${text}`);
  return endpoint.key;
}

function operationOf(line: string, index: number): Operation {
  const { key, method, path } = parseEndpoint(line) ?? { key: endpointKey("GET", "/"), method: "GET", path: "/" };
  const place = at("openapi.json", index);
  return { key, method, path, tags: [], parameters: [], statuses: [], isSecured: false, isDeprecated: false, place };
}

function handlerOf(name: string, side: Side): NonNullable<Route["handler"]> {
  const place = at(`${side}.handlers`, 0);
  return { name, place, body: place };
}

function routeOf(side: Side, line: string, index: number): Route {
  const [, text = "", rest = ""] = /^(\S+ \S+)(.*)$/.exec(line) ?? [];
  const endpoint = parseEndpoint(text);
  if (!endpoint) throw new Error(`not an endpoint: ${line}`);
  const hash = /#(\w+)/.exec(rest)?.[1];
  const handler = /by (\w+)/.exec(rest)?.[1];
  const condition = /if (\w+)/.exec(rest)?.[1];
  const declared = parseEndpoint(/declared (.*)$/.exec(rest)?.[1] ?? "");
  return {
    side,
    framework: side === "python" ? "fastapi" : "axum",
    kind: rest.includes("websocket")
      ? "websocket"
      : rest.includes("mount") && !rest.includes("unmounted")
        ? "mount"
        : "http",
    method: endpoint.method,
    path: endpoint.path,
    place: at(side === "python" ? "app.py" : "main.rs", index),
    steps: [],
    parameters: [...endpoint.path.matchAll(/\{(\w+)\}/g)].map((match) => ({ name: match[1] ?? "" })),
    ...(side === "python" && { isByOrder: true }),
    ...(handler !== undefined && { handler: handlerOf(handler, side) }),
    ...(hash !== undefined && { handlerHash: hash }),
    ...(rest.includes("stub") && { isStub: true }),
    ...(rest.includes("implicit") && { implicit: true }),
    ...(rest.includes("unmounted") && { unmounted: true }),
    ...(rest.includes("hidden") && { isHidden: true }),
    ...(condition !== undefined && { conditional: condition }),
    ...(declared && { declared: { methods: [declared.method], path: declared.path, place: at("main.rs", 99) } }),
  };
}

test("every status, the first that fits", () => {
  expect(
    checkLedger({
      contract: ["GET /contract-only"],
      python: [
        "GET /kept",
        "GET /ws websocket",
        "GET /unported",
        "GET /stub",
        "GET /ported",
        "GET /uncased",
        "GET /stale #b",
        "GET /ok #a",
        "GET /diff #a",
        "GET /bad #a",
      ],
      rust: [
        "GET /ws websocket",
        "GET /rust-only",
        "GET /stub stub",
        "GET /ported",
        "GET /uncased",
        "GET /stale #a",
        "GET /ok #a",
        "GET /diff #a",
        "GET /bad #a",
      ],
      kept: ["GET /kept"],
      cases: ["GET /ported", "GET /diff", "GET /unported"],
      milestones: { first: ["GET /ok", "GET /diff", "GET /kept"], none: ["GET /nowhere"] },
      verdicts: {
        "GET /stale": ["match", "a", "a"],
        "GET /ok": ["match", "a", "a"],
        "GET /diff": ["differs", "a", "a"],
        "GET /bad": ["failed", "a", "a"],
      },
    }).replaceAll(/\n {2}(?:contract-lacks-route|contract-route-unserved|route-rust-only).*/g, ""),
  ).toMatchInlineSnapshot(`
    "failed GET /bad
    contract-only GET /contract-only
    differs GET /diff
    kept GET /kept
    verified GET /ok
    ported GET /ported
    rust-only GET /rust-only
    stale GET /stale
    stub GET /stub
    no-cases GET /uncased
    unported GET /unported
    not-comparable GET /ws
    undeclared GET /nowhere in milestone none
    all 1/8, first 1/2, none 0/0"
  `);
});

test("rows are sorted by path, then method; HEAD that a framework adds makes none", () => {
  expect(
    checkLedger({
      python: ["POST /b", "GET /b", "GET /a"],
      rust: ["GET /b", "HEAD /b implicit", "GET /a", "HEAD /a implicit", "GET /c unmounted"],
    }),
  ).toMatchInlineSnapshot(`
    "ported GET /a
    ported GET /b
    unported POST /b
    all 0/3"
  `);
});

test("HEAD that one side declares is paired with the one that the other adds", () => {
  expect(checkLedger({ python: ["HEAD /a"], rust: ["GET /a", "HEAD /a implicit"] })).toMatchInlineSnapshot(`
    "rust-only GET /a
      route-rust-only main.rs:0: GET /a
    ported HEAD /a
    all 0/1"
  `);
});

test("what one handler answers with and without the slash is one endpoint where nobody else has the second", () => {
  expect(
    checkLedger({
      contract: ["GET /both", "GET /both/"],
      python: [
        "GET /a by a",
        "GET /a/ by a",
        "GET /unported by b",
        "GET /unported/ by b",
        "GET /other by c",
        "GET /other/ by d",
        "GET /redirect/ by e",
        "GET /redirect by f hidden",
        "GET /both by g",
        "GET /both/ by g",
      ],
      rust: ["GET /a/", "GET /axum by h", "GET /axum/ by h"],
    }),
  ).toMatchInlineSnapshot(`
    "ported GET /a/
      path-slash-twin app.py:0: python, /a, /a/, rust
      contract-lacks-route app.py:1: GET /a/
    rust-only GET /axum
      path-slash-twin main.rs:2: rust, /axum/, /axum
      route-rust-only main.rs:1: GET /axum, contract
    unported GET /both
    unported GET /both/
    unported GET /other
      contract-lacks-route app.py:4: GET /other
    unported GET /other/
      contract-lacks-route app.py:5: GET /other/
    unported GET /redirect/
      path-slash-twin app.py:7: python, /redirect, /redirect/
      contract-lacks-route app.py:6: GET /redirect/
    unported GET /unported
      path-slash-twin app.py:3: python, /unported/, /unported
      contract-lacks-route app.py:2: GET /unported
    all 0/7"
  `);
});

test("two that differ only in the slash are one endpoint, with a finding; where a side has both, they are two", () => {
  expect(checkLedger({ contract: ["GET /a"], python: ["GET /a"], rust: ["GET /a/"] })).toMatchInlineSnapshot(`
    "ported GET /a
      path-slash-differs main.rs:0: rust, /a/, /a
    all 0/1"
  `);
  expect(checkLedger({ python: ["GET /a", "GET /a/"], rust: ["GET /a/", "GET /a"] })).toMatchInlineSnapshot(`
    "ported GET /a
    ported GET /a/
    all 0/2"
  `);
});

test("a route for any method stands for those that the other side names", () => {
  expect(checkLedger({ python: ["GET /a", "POST /a"], rust: ["ANY /a", "ANY /b"] })).toMatchInlineSnapshot(`
    "ported GET /a
    ported POST /a
    rust-only ANY /b
      route-rust-only main.rs:1: ANY /b
    all 0/2"
  `);
});

test("names of parameters do not count, and are a finding", () => {
  expect(checkLedger({ contract: ["GET /a/{id}"], python: ["GET /a/{id}"], rust: ["GET /a/{other}"] }))
    .toMatchInlineSnapshot(`
      "ported GET /a/{id}
        parameter-names-differ main.rs:0: rust, /a/{other}, /a/{id}, contract, openapi.json:1:1
      all 0/1"
    `);
});

test("duplicate routes on both sides, and on the Python side those that an earlier one answers", () => {
  expect(
    checkLedger({
      python: ["GET /a", "GET /a", "GET /b if x", "GET /b", "GET /n/{id}", "GET /n/me"],
      rust: ["GET /n/{id}", "GET /n/me"],
    }),
  ).toMatchInlineSnapshot(`
    "unported GET /a
      route-duplicate app.py:1: python, app.py:1:1
    unported GET /b
    ported GET /n/me
      route-shadowed app.py:5: python, /n/{id}, app.py:5:1
    ported GET /n/{id}
    all 0/4"
  `);
});

test("an attribute that says another method or path than the router, and routes that the contract lacks", () => {
  expect(
    checkLedger({
      contract: ["GET /a"],
      python: ["GET /a", "GET /hidden hidden"],
      rust: [
        "GET /a declared GET /a",
        "GET /api/b declared GET /b",
        "GET /c declared POST /c",
        "GET /d declared GET /e",
      ],
    }),
  ).toMatchInlineSnapshot(`
    "ported GET /a
    rust-only GET /api/b
      route-rust-only main.rs:1: GET /api/b, contract
    rust-only GET /c
      attribute-differs main.rs:99: POST /c, GET /c
      route-rust-only main.rs:2: GET /c, contract
    rust-only GET /d
      attribute-differs main.rs:99: GET /e, GET /d
      route-rust-only main.rs:3: GET /d, contract
    unported GET /hidden
    all 0/2"
  `);
});
