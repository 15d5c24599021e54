import { expect, test } from "vitest";
import { buildLedger } from "#core/ledger/build-ledger.ts";
import type { Operation, OperationParameter } from "#core/model/operation.ts";
import { placeText } from "#core/model/place.ts";
import type { Route } from "#core/model/route.ts";
import { findingText } from "#core/report/finding-text.ts";
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
    "main.rs:1:1 warning \`GET /new\` is served, but the contract does not have it.
    main.rs:1:1 information Rust serves \`GET /new\`, and Python does not.
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
