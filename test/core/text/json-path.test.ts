import { expect, test } from "vitest";

import { pointerOf, rawOf } from "#core/text/json-document.ts";
import { nodesAt, readJsonPath } from "#core/text/json-path.ts";
import { readJson } from "#core/text/json-reader.ts";

/** The places that a path takes in a body, each with its value; or what is wrong with the path. */
function checkPath(path: string, body: string): string {
  const reading = readJsonPath(path);
  if (reading.kind === "malformed") return `${reading.reason} (at ${reading.offset})`;
  const json = readJson(body);
  if (json.kind === "malformed") return json.reason;
  const { document } = json;
  return nodesAt(reading.path, document)
    .map((node) => `${pointerOf(document, node) || "(root)"} ${rawOf(document, node)}`)
    .join(", ");
}

const BODY = '{"items": [{"id": 1, "idempotency_key": 2}, {"id": 3}], "a b": {"\'": 4, "é": 5}, "id": 6}';

test("names are exact: a longer name with the same beginning is another", () => {
  expect(checkPath("$.items[0].id", BODY)).toBe("/items/0/id 1");
  expect(checkPath("$.item", BODY)).toBe("");
  expect(checkPath("$.Items", BODY)).toBe("");
});

test("names in brackets hold anything", () => {
  expect(checkPath(`$['a b']["'"]`, BODY)).toBe("/a b/' 4");
  expect(checkPath(String.raw`$["a b"]['\'']`, BODY)).toBe("/a b/' 4");
  expect(checkPath(String.raw`$["a b"]["\u00e9"]`, BODY)).toBe("/a b/é 5");
  expect(checkPath("$['a b'].é", BODY)).toBe("/a b/é 5");
});

test("a negative index counts from the end, one past it takes nothing", () => {
  expect(checkPath("$.items[-1].id", BODY)).toBe("/items/1/id 3");
  expect(checkPath("$.items[2]", BODY)).toBe("");
  expect(checkPath("$.items[-3]", BODY)).toBe("");
});

test("an index is no name and a name no index", () => {
  expect(checkPath("$[0]", '{"0": 1}')).toBe("");
  expect(checkPath("$['0']", "[1]")).toBe("");
});

test("wildcards take all children", () => {
  expect(checkPath("$.items[*].id", BODY)).toBe("/items/0/id 1, /items/1/id 3");
  expect(checkPath("$.items.*", BODY)).toBe('/items/0 {"id": 1, "idempotency_key": 2}, /items/1 {"id": 3}');
});

test("all of a repeated name are taken", () => {
  expect(checkPath("$.a", '{"a": 1, "a": 2}')).toBe("/a 1, /a 2");
});

test("the root is a path", () => {
  expect(checkPath("$", "[]")).toBe("(root) []");
});

test.each([
  "items.id",
  "$items",
  "$.",
  "$.a-b",
  "$.1",
  "$[01]",
  "$[-0]",
  "$['a]",
  "$[a]",
  "$.a b",
  "$[0",
  "",
  "$ ",
  "$['\\x']",
  "$..*.",
  "$[1.5]",
])("%j is refused", (path) => {
  expect(readJsonPath(path)).toMatchObject({ kind: "malformed" });
});
