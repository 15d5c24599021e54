import { expect, test } from "vitest";
import { buildLedger } from "#core/ledger/build-ledger.ts";
import type { Operation, OperationParameter } from "#core/model/operation.ts";
import { placeText } from "#core/model/place.ts";
import type { Route } from "#core/model/route.ts";
import { findingText } from "#core/report/findings/finding-text.ts";
import { operationOf, placeAt, routeOf } from "./endpoints-as-text.ts";

/** The findings of the pairing, a line each, with their places. */
function checkFindings(given: {
  readonly contract?: readonly Operation[];
  readonly python?: readonly Route[];
  readonly rust?: readonly Route[];
}): string {
  const { contract = [], python = [], rust = [] } = given;
  const { rows } = buildLedger({
    snapshot: { operations: contract, routes: { python, rust } },
    project: undefined,
    verdicts: new Map(),
  });
  return rows
    .flatMap(({ findings }) => findings)
    .map((finding) => `${finding.place && placeText(finding.place)} ${finding.severity} ${findingText(finding)}`)
    .join("\n");
}

function pathParameter(name: string, type: string | readonly string[], line: number): OperationParameter {
  return { name, in: "path", isRequired: true, schema: { type }, place: placeAt("openapi.yaml", line) };
}

test("what is missing in the contract, on both sides, or in Python; what waits to be ported is no finding", () => {
  expect(
    checkFindings({
      contract: [operationOf("GET /nowhere", 1), operationOf("GET /waiting", 2)],
      python: [routeOf("python", "GET /waiting", 1), routeOf("python", "GET /undescribed", 2)],
      rust: [routeOf("rust", "GET /new", 1)],
    }),
  ).toMatchInlineSnapshot(`
    "main.rs:1:1 warning Rust serves \`GET /new\`, and Python does not; the contract does not have it either.
    openapi.yaml:1:1 warning The contract has \`GET /nowhere\`, and no server serves it.
    app.py:2:1 warning \`GET /undescribed\` is served, but the contract does not have it."
  `);
});

test("a converter that gives another type than the contract says; the rest of a path against one segment", () => {
  expect(
    checkFindings({
      contract: [
        operationOf("GET /a/{id}", 1, { parameters: [pathParameter("id", "string", 2)] }),
        operationOf("GET /b/{id}", 3, { parameters: [pathParameter("id", ["integer", "null"], 4)] }),
        operationOf("GET /files/{path}", 5),
      ],
      python: [
        routeOf("python", "GET /a/{id:int}", 1),
        routeOf("python", "GET /b/{id:int}", 2),
        routeOf("python", "GET /files/{path:path}", 3),
      ],
      rust: [
        routeOf("rust", "GET /a/{id}", 1),
        routeOf("rust", "GET /b/{id}", 2),
        routeOf("rust", "GET /files/{path}", 3),
      ],
    }),
  ).toMatchInlineSnapshot(`
    "app.py:1:1 warning \`id\` is \`int\` in the Python path; the contract says string at openapi.yaml:2:1.
    main.rs:3:1 warning \`path\` takes the rest of the path, slashes included, in Python, and one segment in Rust; Python's is at app.py:3:1."
  `);
});

test("what a Rust handler takes is held against the contract where both are certain", () => {
  const taken: Route["taken"] = {
    pathCount: 1,
    parameters: [
      { in: "path", by: 0, type: "i64", kind: "integer" },
      { in: "query", by: "page", type: "u32", kind: "integer" },
      { in: "query", by: "all", type: "String", kind: "string" },
      { in: "query", by: "owner", type: "Uuid", kind: "uuid" },
      { in: "query", by: "size", type: "bool", kind: "boolean" },
      { in: "query", by: "unknown", type: "bool", kind: "boolean" },
    ],
  };
  const query = (name: string, schema: OperationParameter["schema"], line: number): OperationParameter => ({
    ...pathParameter(name, "string", line),
    in: "query",
    ...(schema !== undefined && { schema }),
  });
  const others = [
    query("page", { type: ["integer", "null"] }, 3),
    query("all", { type: "boolean" }, 4),
    query("size", { anyOf: [{ type: "integer" }] }, 6),
  ];
  const differing = [pathParameter("id", "string", 2), ...others, query("owner", { type: "string" }, 5)];
  const same = [pathParameter("id", "number", 12), query("owner", { type: "string", format: "uuid" }, 15)];
  expect(
    checkFindings({
      contract: [
        operationOf("GET /a/{id}", 1, { parameters: differing }),
        operationOf("GET /b/{id}", 11, { parameters: same }),
        operationOf("GET /c/{id}/{part}", 21, { parameters: [pathParameter("id", "boolean", 22)] }),
      ],
      python: ["GET /a/{id}", "GET /b/{id}", "GET /c/{id}/{part}"].map((each, at) => routeOf("python", each, at + 1)),
      rust: [
        routeOf("rust", "GET /a/{id}", 1, { taken }),
        routeOf("rust", "GET /b/{id}", 2, { taken }),
        routeOf("rust", "GET /c/{id}/{part}", 3, {
          taken: { ...taken, parameters: [{ in: "path", by: "id", type: "Uuid", kind: "uuid" }] },
        }),
      ],
    }),
  ).toMatchInlineSnapshot(`
    "main.rs:1:1 warning The Rust handler takes \`id\` in the path as \`i64\`; the contract says string at openapi.yaml:2:1.
    main.rs:1:1 information The Rust handler takes \`all\` in the query as \`String\`; the contract says boolean at openapi.yaml:4:1.
    main.rs:1:1 warning The Rust handler takes \`owner\` in the query as \`Uuid\`; the contract says string at openapi.yaml:5:1.
    main.rs:3:1 warning The handler takes 1 of the path's parameters, and \`/c/{id}/{part}\` has 2: each request is refused.
    main.rs:3:1 warning The Rust handler takes \`id\` in the path as \`Uuid\`; the contract says boolean at openapi.yaml:22:1."
  `);
});

test("a declared status that the contract does not list, or that the other side does not have", () => {
  expect(
    checkFindings({
      contract: [
        operationOf("POST /a", 1, { statuses: ["200", "422"] }),
        operationOf("POST /b", 2, { statuses: ["2XX"] }),
        operationOf("POST /c", 3, { statuses: ["default"] }),
      ],
      python: [
        routeOf("python", "POST /a", 1, { statusCode: 201 }),
        routeOf("python", "POST /b", 2, { statusCode: 201 }),
        routeOf("python", "POST /c", 3, { statusCode: 204 }),
      ],
      rust: [
        routeOf("rust", "POST /a", 1),
        routeOf("rust", "POST /b", 2),
        routeOf("rust", "POST /c", 3, { statusCode: 200 }),
      ],
    }),
  ).toMatchInlineSnapshot(`
    "app.py:1:1 warning The Python route declares the status 201, which the contract does not list: 200, 422 at openapi.yaml:1:1.
    main.rs:3:1 warning Rust declares the status 200, Python 204 at app.py:3:1."
  `);
});
