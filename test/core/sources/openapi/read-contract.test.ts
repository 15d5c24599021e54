import { expect, test } from "vitest";
import { placeText } from "#core/model/place.ts";
import { readContract } from "#core/sources/openapi/read-contract.ts";

/** Operations, what is in them, and findings, a line each. */
function checkContract(document: object | string): string {
  const text = typeof document === "string" ? document : JSON.stringify(document, undefined, 1);
  const { operations, findings } = readContract("openapi.json", text);
  const lines = operations.flatMap((operation) => [
    [
      `${operation.key} at ${placeText(operation.place)}`,
      operation.isSecured && "secured",
      operation.isDeprecated && "deprecated",
      operation.statuses.length > 0 && `answers ${operation.statuses.join(", ")}`,
    ]
      .filter(Boolean)
      .join("; "),
    ...operation.parameters.map(
      ({ name, in: location, isRequired, exampleText }) =>
        `  ${location} ${name}${isRequired ? "" : "?"} = ${exampleText ?? "none"}`,
    ),
    ...(operation.body ? [`  body ${operation.body.mediaType} = ${operation.body.exampleText ?? "none"}`] : []),
  ]);
  const found = findings.map(
    ({ code, place, facts }) => `${code} at ${place ? placeText(place) : "?"}: ${Object.values(facts).join(", ")}`,
  );
  return [...lines, ...found].join("\n");
}

const withPaths = (paths: object, more: object = {}) => ({ openapi: "3.1.0", paths, ...more });

test("operations stand where their name is; parameters of the path are theirs too", () => {
  expect(
    checkContract(
      withPaths(
        {
          "/nodes/{id}": {
            parameters: [{ name: "id", in: "path", required: true, schema: { type: "string", example: "n1" } }],
            get: { responses: { 200: {}, "4XX": {}, "x-note": {} }, deprecated: true },
            put: { parameters: [{ name: "id", in: "path", required: true, example: "n2" }], security: [] },
          },
        },
        { security: [{ bearer: [] }] },
      ),
    ),
  ).toMatchInlineSnapshot(`
    "GET /nodes/{} at openapi.json:16:4; secured; deprecated; answers 200, 4XX
      path id = "n1"
    PUT /nodes/{} at openapi.json:24:4
      path id = "n2""
  `);
});

test("references are followed, also from one to the next; one that leads nowhere is a finding", () => {
  expect(
    checkContract(
      withPaths(
        {
          "/a": {
            get: {
              parameters: [{ $ref: "#/components/parameters/First" }, { $ref: "#/components/parameters/None" }],
            },
          },
          "/b": { $ref: "#/paths/~1a" },
          "/c": { $ref: "#/paths/~1c" },
        },
        {
          components: {
            parameters: {
              First: { $ref: "#/components/parameters/Limit" },
              Limit: { name: "limit", in: "query", examples: { one: { $ref: "#/components/examples/Five" } } },
            },
            examples: { Five: { value: 5 } },
          },
        },
      ),
    ),
  ).toMatchInlineSnapshot(`
    "GET /a at openapi.json:5:4
      query limit? = 5
    GET /b at openapi.json:5:4
      query limit? = 5
    contract-reference-missing at openapi.json:10:6: #/components/parameters/None
    contract-reference-missing at openapi.json:10:6: #/components/parameters/None
    contract-reference-missing at openapi.json:19:9: #/paths/~1c"
  `);
});

test("a body's example comes from the media type, the schema, or the properties", () => {
  const body = (content: object) => ({ requestBody: { required: true, content } });
  expect(
    checkContract(
      withPaths(
        {
          "/own": { post: body({ "application/json": { example: { a: 1 }, schema: { example: { b: 2 } } } }) },
          "/schema": {
            post: body({ "text/plain": {}, "application/json": { schema: { $ref: "#/components/schemas/S" } } }),
          },
          "/properties": {
            post: body({
              "application/json": {
                schema: {
                  required: ["name", "list"],
                  properties: {
                    name: { examples: ["x"] },
                    list: { type: "array", items: { default: 0 } },
                    note: { type: "string" },
                    either: { anyOf: [{ const: "k" }, { type: "null" }] },
                    all: { allOf: [{ $ref: "#/components/schemas/S" }, { example: { t: 2 } }] },
                  },
                },
              },
            }),
          },
          "/missing": { post: body({ "application/json": { schema: { required: ["a"], properties: { a: {} } } } }) },
          "/cycle": { post: body({ "application/json": { schema: { $ref: "#/components/schemas/C" } } }) },
        },
        {
          components: {
            schemas: { S: { examples: [{ s: 1 }] }, C: { properties: { c: { $ref: "#/components/schemas/C" } } } },
          },
        },
      ),
    ),
  ).toMatchInlineSnapshot(`
    "POST /own at openapi.json:5:4
      body application/json = {"a":1}
    POST /schema at openapi.json:24:4
      body application/json = {"s":1}
    POST /properties at openapi.json:39:4
      body application/json = {"name":"x","list":[0],"either":"k","all":{"s":1,"t":2}}
    POST /missing at openapi.json:94:4
      body application/json = none
    POST /cycle at openapi.json:113:4
      body application/json = none"
  `);
});

test("ids and paths that are there twice, and parameters that are not declared, are findings", () => {
  expect(
    checkContract(
      withPaths({
        "/a/{x}": { get: { operationId: "same" } },
        "/a/{y}": { get: { operationId: "same", parameters: [{ name: "y", in: "path" }] } },
      }),
    ),
  ).toMatchInlineSnapshot(`
    "GET /a/{} at openapi.json:5:4
    GET /a/{} at openapi.json:10:4
      path y = none
    contract-parameter-undeclared at openapi.json:5:4: x, /a/{x}
    contract-operation-id-duplicate at openapi.json:10:4: same, openapi.json:5:4
    contract-path-duplicate at openapi.json:10:4: /a/{y}, /a/{x}, openapi.json:5:4"
  `);
});

test("what is not JSON or not OpenAPI 3 is said with its place, and the rest is still read", () => {
  expect(checkContract('{"openapi":"3.0.3",\n"paths":{"/a":{"get":{}},\n"/b":{"get":}}')).toMatchInlineSnapshot(`
    "GET /a at openapi.json:2:16
    contract-malformed at openapi.json:3:13: JSON, value expected
    contract-malformed at openapi.json:3:15: JSON, close brace expected"
  `);
  expect(checkContract('\uFEFF{"swagger": "2.0"}')).toMatchInlineSnapshot(
    `"contract-version at openapi.json:1:1: 2.0"`,
  );
  expect(checkContract("")).toMatchInlineSnapshot(`"contract-malformed at openapi.json:1:1: JSON, value expected"`);
  expect(checkContract("openapi: 3.1.0\n")).toMatchInlineSnapshot(`
    "contract-malformed at openapi.json:1:1: JSON, invalid symbol
    contract-malformed at openapi.json:1:8: JSON, value expected"
  `);
});
