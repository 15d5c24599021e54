import { expect, test } from "vitest";

import { type AssistedFile, keyDescriptionAt, suggestionsAt } from "#core/session/assist/assist-yaml.ts";
import { jsonPaths } from "#core/session/assist/json-paths.ts";

const ENDPOINTS = [{ text: "GET /nodes/{id}", description: "verified" }];

/** What is suggested where `|` stands. */
async function check(file: AssistedFile, marked: string): Promise<string> {
  const at = marked.indexOf("|");
  const before = marked.slice(0, at).split("\n");
  const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  const sources = { endpoints: ENDPOINTS, pathsOf: async (endpoint: string) => [`$.of.${endpoint}`] };
  const found = await suggestionsAt(file, marked.replace("|", ""), position, sources);
  return found.map(({ newText }) => newText.trim()).join(" ");
}

test("the keys of the root, but for those that are there", async () => {
  const keys = await check("project", "version: 1\n|\nrules: []\n");
  expect(keys).toContain("contract: ");
  expect(keys).not.toMatch(/version:|rules:/);
});

test("keys within keys, within items, and in braces", async () => {
  expect(await check("project", "servers:\n  python:\n    folder: a\n    |\n  rust:\n    start: b\n")).toMatch(
    /^build: check: start: /,
  );
  expect(await check("project", "rules:\n  - endpoint: GET /a\n    |\n")).toContain("reason:");
  expect(await check("project", "rules:\n- endpoint: GET /a\n  |\n")).toContain("reason:");
  expect(await check("project", "servers:\n  python: { folder: a, | }\n")).toMatch(/^build: check: start: /);
  expect(await check("cases", "- endpoint: GET /a\n  name: b\n  |")).toContain("expect:");
});

test("what is listed, and yes or no", async () => {
  expect(await check("project", "database:\n  engine: |\n")).toContain("sqlite");
});

test("endpoints, wherever the format wants one", async () => {
  expect(await check("project", "milestones:\n  first:\n    - GET |\n")).toBe("GET /nodes/{id}");
  expect(await check("project", "rules:\n  - endpoint: |\n")).toBe("GET /nodes/{id}");
  expect(await check("cases", "- endpoint: |\n")).toBe("GET /nodes/{id}");
  expect(await check("cases", "- { endpoint: | }\n")).toBe('"GET /nodes/{id}"');
});

test("paths into the answers of the endpoint beside", async () => {
  expect(await check("project", "rules:\n  - endpoint: GET /nodes\n    path: $.|\n    reason: r\n")).toBe(
    "$.of.GET /nodes",
  );
  expect(await check("project", "rules:\n  - path: |\n    endpoint: GET /nodes\n")).toBe("$.of.GET /nodes");
});

test("paths that a step captures, into the answers of its endpoint", async () => {
  const step = "- scenario: s\n  steps:\n    - endpoint: GET /nodes\n";
  expect(await check("cases", `${step}      capture:\n        first: $.a\n        id: |`)).toBe("$.of.GET /nodes");
  expect(await check("cases", `${step}      capture: { id: |`)).toBe("$.of.GET /nodes");
});

test("the paths of an answer's values", () => {
  expect(jsonPaths('{"items": [{"id": 1}, {"a b": {"c": null}}], "total": 2}')).toEqual([
    "$.items",
    "$.items[*].id",
    "$.items[*]['a b']",
    "$.items[*]['a b'].c",
    "$.total",
  ]);
  expect(jsonPaths("no JSON")).toEqual([]);
});

test("what the format says of a key", () => {
  expect(keyDescriptionAt("project", "servers:\n  python:\n    folder: a\n", { line: 2, character: 6 })).toMatch(
    /^The server's folder/,
  );
  expect(keyDescriptionAt("project", "nothing: 1\n", { line: 0, character: 2 })).toBeUndefined();
});
