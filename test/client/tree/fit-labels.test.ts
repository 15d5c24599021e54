import { expect, test } from "vitest";

import { fitLabels } from "../../../src/client/tree/fit-labels.ts";

/** Endpoints in, their labels out. */
function check(...endpoints: readonly string[]): readonly string[] {
  return fitLabels(
    endpoints.map((endpoint) => {
      const at = endpoint.indexOf("/");
      return { before: endpoint.slice(0, at), path: endpoint.slice(at), description: "12 of 12" };
    }),
  );
}

test("a path that leaves room stays whole, of a longer one the last segments stay", () => {
  expect(check("GET /api/nodes/{id}", "PUT /api/v1/nodes/{id}/readings")).toEqual([
    "GET /api/nodes/{id}",
    "PUT …/{id}/readings",
  ]);
});

test("the last segment always stays, with a slash behind it", () => {
  expect(check("DELETE /api/a-name-that-is-very-long-indeed/")).toEqual(["DELETE …/a-name-that-is-very-long-indeed/"]);
  expect(check("DELETE /a-name-that-is-very-long-indeed")).toEqual(["DELETE /a-name-that-is-very-long-indeed"]);
});

test("rows that would look the same keep one segment more", () => {
  expect(check("GET /api/v1/nodes/{identifier}/readings", "GET /api/v1/sensors/{identifier}/readings")).toEqual([
    "GET …/nodes/{identifier}/readings",
    "GET …/sensors/{identifier}/readings",
  ]);
});
