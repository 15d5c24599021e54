import { expect, test } from "vitest";
import { pairEndpoints } from "#core/ledger/pair-endpoints.ts";
import { uncertainFindings } from "#core/ledger/pair-open-routes.ts";
import { findingText } from "#core/report/findings/finding-text.ts";
import { operationOf, routeOf } from "./endpoints-as-text.ts";

/** Pairs as `key: contract × Python × Rust`, and what is uncertain; `{?}` is a part that is not known. */
function checkPairs(contract: readonly string[], python: readonly string[], rust: readonly string[]): string {
  const routes = (side: "python" | "rust", lines: readonly string[]) =>
    lines.map((line, index) => ({ ...routeOf(side, line, index + 1) }));
  const pairs = pairEndpoints(
    contract.map((line, index) => operationOf(line, index + 1)),
    { python: routes("python", python), rust: routes("rust", rust) },
  );
  return pairs
    .flatMap((pair) => [
      `${pair.key}: ${pair.operation?.path ?? "-"} × ${pair.python[0]?.path ?? "-"} × ${pair.rust[0]?.path ?? "-"}`,
      ...uncertainFindings(pair).map((finding) => `  ${findingText(finding)}`),
    ])
    .join("\n");
}

test("a route with an unknown part joins the one endpoint that it can be, and is marked", () => {
  expect(
    checkPairs(
      ["GET /api/v1/items/{id}", "POST /api/v1/items", "GET /api/v1/users"],
      ["GET /{?}/items/{item_id}", "POST /{?}/items"],
      ["GET /api/v1/users"],
    ),
  ).toMatchInlineSnapshot(`
    "GET /api/v1/items/{}: /api/v1/items/{id} × /{?}/items/{item_id} × -
      The Python path \`/{?}/items/{item_id}\` is taken for \`GET /api/v1/items/{id}\`, though a part of it is not known.
    POST /api/v1/items: /api/v1/items × /{?}/items × -
      The Python path \`/{?}/items\` is taken for \`POST /api/v1/items\`, though a part of it is not known.
    GET /api/v1/users: /api/v1/users × - × /api/v1/users"
  `);
});

test("where it can be several, where another can be the same, and where nothing of it is known, it stays by itself", () => {
  expect(checkPairs(["GET /a/x/list", "GET /b/x/list"], ["GET /{?}/list"], [])).toMatchInlineSnapshot(`
    "GET /a/x/list: /a/x/list × - × -
    GET /b/x/list: /b/x/list × - × -
    GET /{}/list: - × /{?}/list × -"
  `);
  expect(checkPairs(["GET /a/list"], ["GET /{?}/list", "GET /a/{?}"], [])).toMatchInlineSnapshot(`
    "GET /a/list: /a/list × - × -
    GET /{}/list: - × /{?}/list × -
    GET /a/{}: - × /a/{?} × -"
  `);
  expect(checkPairs(["GET /a"], ["GET /{?}"], [])).toMatchInlineSnapshot(`
    "GET /a: /a × - × -
    GET /{}: - × /{?} × -"
  `);
});

test("a parameter is not an unknown part: an exact route comes first", () => {
  expect(checkPairs([], ["GET /{tenant}/items", "GET /{?}/items"], ["GET /{tenant}/items"])).toMatchInlineSnapshot(`
    "GET /{}/items: - × /{tenant}/items × /{tenant}/items
      The Python path \`/{?}/items\` is taken for \`GET /{tenant}/items\`, though a part of it is not known."
  `);
});

test("a path of which many parts are not known is looked for in one go", () => {
  const long = `/${"a/".repeat(200)}x`;
  expect(checkPairs([`GET ${long}`], [`GET ${"/{?}/a".repeat(30)}/y`], [])).toContain(`${long} × - × -`);
});
