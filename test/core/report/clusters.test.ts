import { expect, test } from "vitest";

import type { Difference, DifferenceClass } from "#core/model/run/difference.ts";
import { endpointKey } from "#core/model/endpoint.ts";
import { clusterCount, clusterTitle } from "#core/report/run/cluster-text.ts";
import { clustersOf } from "#core/report/run/clusters.ts";
import { pointerShape } from "#core/report/run/pointer-shape.ts";
import { exampleResult } from "./report-examples.ts";

/** Lines `GET /path: class /pointer hint`, a case each; out come the clusters, the endpoints of each behind it. */
function checkClusters(text: string): string {
  const results = text
    .trim()
    .split("\n")
    .map((line) => {
      const [endpoint = "", rest = ""] = line.trim().split(": ");
      const [method = "", path = ""] = endpoint.split(" ");
      const differences = rest.split(", ").map((difference) => differenceOf(difference));
      return { ...exampleResult(endpointKey(method, path)), differences };
    });
  return clustersOf(results)
    .map((cluster) => `${clusterTitle(cluster)}: ${clusterCount(cluster)} (${cluster.endpoints.join(", ")})`)
    .join("\n");
}

function differenceOf(text: string): Difference {
  const [name = "", pointer = "", hint] = text.split(" ");
  const severity = name === "key-order" ? "cosmetic" : name === "missing" ? "breaking" : "changed";
  return {
    class: name as DifferenceClass,
    severity,
    part: name === "status" ? "status" : "body",
    pointers: { python: pointer, rust: pointer },
    values: { python: "1", rust: "2" },
    ...(hint !== undefined && { hint: { code: hint, text: hint } }),
  };
}

function headerOf(name: string, python: string | undefined, rust: string | undefined): Difference {
  return {
    class: "header",
    severity: "changed",
    part: "header",
    pointers: { ...(python !== undefined && { python: name }), ...(rust !== undefined && { rust: name }) },
    values: { ...(python !== undefined && { python }), ...(rust !== undefined && { rust }) },
  };
}

test("what a refused request is told in another way is one cause, whichever members differ and how", () => {
  expect(
    checkClusters(`
      POST /nodes: value /detail/0/type validation-body, missing /detail/0/ctx validation-body, key-order /detail/0 validation-body
      POST /edges: type /detail/0/input validation-body, value /detail/0/loc/1 validation-body, extra /detail/1 validation-body
    `),
  ).toMatchInlineSnapshot(
    `"errors of a refused request at /detail/*/type, /detail/*/ctx, /detail/* and 2 more: 6 differences in 2 cases (POST /nodes, POST /edges)"`,
  );
});

test("what has one hint is one cause, wherever it is", () => {
  expect(
    checkClusters(`
      GET /nodes: value /items/0/created_at utc-offset, value /items/1/created_at utc-offset
      GET /nodes/{id}: value /created_at utc-offset
      GET /auth/me: value /expires_at utc-offset
    `),
  ).toMatchInlineSnapshot(
    `"value at /items/*/created_at, /created_at, /expires_at: 4 differences in 3 cases (GET /nodes, GET /nodes/{}, GET /auth/me)"`,
  );
});

test("without a hint, the same place in endpoints of a family is one cause", () => {
  expect(
    checkClusters(`
      GET /api/nodes/{id}: value /name
      PUT /api/nodes/{id}: value /name
      GET /api/users/{id}: value /name
      GET /api/nodes/{id}: value /state
    `),
  ).toMatchInlineSnapshot(`
    "value at /name: 2 differences in 2 cases (GET /api/nodes/{}, PUT /api/nodes/{})
    value at /name: 1 difference in 1 case (GET /api/users/{})
    value at /state: 1 difference in 1 case (GET /api/nodes/{})"
  `);
});

test("the worst comes first, then the most frequent; classes stay apart", () => {
  expect(
    checkClusters(`
      GET /a: key-order /x
      GET /a: value /y
      GET /a: value /z, value /z
      GET /a: missing /z
      GET /a: status
    `),
  ).toMatchInlineSnapshot(`
    "missing at /z: 1 difference in 1 case (GET /a)
    value at /z: 2 differences in 1 case (GET /a)
    value at /y: 1 difference in 1 case (GET /a)
    status: 1 difference in 1 case (GET /a)
    key-order at /x: 1 difference in 1 case (GET /a)"
  `);
});

test("where the status differs, all else of the case comes with it, and a header of CORS does not", () => {
  const status = { ...differenceOf("status"), values: { python: "422", rust: "400" } };
  const cors = headerOf("access-control-allow-origin", "*", undefined);
  const result = {
    ...exampleResult(endpointKey("GET", "/a")),
    differences: [
      status,
      cors,
      headerOf("content-type", "application/json", "text/plain"),
      differenceOf("missing /detail null-left-out"),
      { ...differenceOf("missing /nodes/inserted/0"), part: "effect" as const },
    ],
  };
  const clusters = clustersOf([result]);
  expect(clusters.map((cluster) => `${clusterTitle(cluster)}: ${clusterCount(cluster)}`)).toEqual([
    "status: 1 difference in 1 case, and 3 that come with it",
    "header in access-control-allow-origin: 1 difference in 1 case",
  ]);
});

test("a status that fails nothing hides nothing", () => {
  const status = { ...differenceOf("status"), severity: "cosmetic" as const };
  const result = { ...exampleResult(endpointKey("GET", "/a")), differences: [status, differenceOf("missing /detail")] };
  expect(clustersOf([result]).map((cluster) => clusterTitle(cluster))).toEqual(["missing at /detail", "status"]);
});

test("one header is one cause over all endpoints, and comes after what bodies say", () => {
  const endpoints = ["/a", "/b/{id}", "/c"].map((path) => endpointKey("GET", path));
  const results = endpoints.map((endpoint) => ({
    ...exampleResult(endpoint),
    differences: [headerOf("vary", "Origin", undefined), differenceOf("value /x h")],
  }));
  expect(clustersOf(results).map((cluster) => `${clusterTitle(cluster)}: ${cluster.cases}`)).toEqual([
    "value at /x: 3",
    "header in vary: 3",
  ]);
});

test("an id that each side makes is one cause wherever it is seen", () => {
  const [one, other] = ["7f9c24e8-3b12-4fef-91a0-aa51f2c7d001", "0b1e5a52-93d7-4c1e-8d0f-3f2ac1de9002"];
  const idAt = (pointer: string, part: Difference["part"], before = ""): Difference => ({
    ...differenceOf(`value ${pointer}`),
    ...(part === "header" && { class: "header" }),
    part,
    values: { python: `"${before}${one}"`, rust: `"${before}${other}"` },
  });
  const created = {
    ...exampleResult(endpointKey("POST", "/nodes")),
    differences: [
      idAt("/id", "body"),
      idAt("location", "header", "/nodes/"),
      idAt("/nodes/inserted/0/id", "effect"),
      idAt("/audit/inserted/0/node_id", "effect"),
    ],
  };
  const elsewhere = { ...exampleResult(endpointKey("GET", "/tags")), differences: [idAt("/id", "body")] };
  const repeated = { ...elsewhere, differences: [{ ...idAt("/key", "body"), isRepeated: true as const }] };
  const clusters = clustersOf([created, elsewhere, repeated]);
  expect(clusters.map((cluster) => `${clusterTitle(cluster)}: ${clusterCount(cluster)}`)).toEqual([
    "generated id at /id, header location, database /nodes/inserted/*/id and 1 more: 4 differences in 1 case",
    "generated id at /id: 1 difference in 1 case",
    "value at /key: 1 difference in 1 case",
  ]);
});

test("many places of one cause are counted", () => {
  expect(checkClusters("GET /a: value /a h, value /b h, value /c h, value /d h, value /e h, value /f h")).toContain(
    "value at /a, /b, /c and 3 more: 6 differences in 1 case",
  );
});

test.each([
  ["/items/17/created_at", "/items/*/created_at"],
  ["/nodes/7f9c24e8-3b12-4fef-91a0-aa51f2c7d001/name", "/nodes/*/name"],
  ["/blobs/deadbeef01/size", "/blobs/*/size"],
  ["/deadbeef/v2", "/deadbeef/v2"],
  ["", ""],
])("the shape of %j is %j", (pointer, shape) => {
  expect(pointerShape(pointer)).toBe(shape);
});
