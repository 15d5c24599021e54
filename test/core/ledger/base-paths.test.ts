import { expect, test } from "vitest";
import { createBasePaths } from "#core/ledger/base-paths.ts";
import { operationOf, routeOf } from "./endpoints-as-text.ts";

/** The endpoints of operations below `basePaths` for servers that have these routes. */
function checkBasePaths(basePaths: readonly string[], python: readonly string[], rust: readonly string[]): string {
  const operations = ["GET /items", "GET /items/{id}", "POST /items/"].map((endpoint, index) =>
    operationOf(endpoint, index + 1, { basePaths }),
  );
  const routes = {
    python: python.map((endpoint, index) => routeOf("python", endpoint, index)),
    rust: rust.map((endpoint, index) => routeOf("rust", endpoint, index)),
  };
  return createBasePaths()({ operations, routes })
    .map(({ key }) => key)
    .join(", ");
}

test("the base path counts under which the sources answer", () => {
  expect(checkBasePaths(["/v1"], ["GET /v1/items", "GET /v1/items/{item_id}"], [])).toMatchInlineSnapshot(
    `"GET /v1/items, GET /v1/items/{}, POST /v1/items/"`,
  );
  expect(checkBasePaths(["/v1", "/v2"], [], ["GET /v2/items"])).toMatchInlineSnapshot(
    `"GET /v2/items, GET /v2/items/{}, POST /v2/items/"`,
  );
});

test("a base path that a proxy or root_path adds is none of the sources'", () => {
  expect(checkBasePaths(["/proxy"], ["GET /items"], ["GET /items", "POST /items"])).toMatchInlineSnapshot(
    `"GET /items, GET /items/{}, POST /items/"`,
  );
});

test("the first base path counts while no server has any of the routes", () => {
  expect(checkBasePaths(["/v1", ""], [], ["GET /other"])).toMatchInlineSnapshot(
    `"GET /v1/items, GET /v1/items/{}, POST /v1/items/"`,
  );
});

test("what depends on the operations stays while they do", () => {
  const basePaths = createBasePaths();
  const operations = [operationOf("GET /a", 1, { basePaths: ["/v1"] })];
  const given = (path: string) => ({ operations, routes: { python: [routeOf("python", path, 1)], rust: [] } });
  const first = basePaths(given("GET /v1/a"));
  expect(basePaths(given("GET /v1/a")) === first).toBe(true);
  expect(basePaths(given("GET /a")) === first).toBe(false);
  const plain = [operationOf("GET /a", 1)];
  expect(basePaths({ operations: plain, routes: { python: [], rust: [] } }) === plain).toBe(true);
});
