import { expect, test } from "vitest";

import { pointerOf, rawOf } from "#core/text/json-document.ts";
import { nodesAt } from "#core/text/json-path.ts";
import { readJsonPath } from "#core/text/json-path-reader.ts";
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

test("descendants are found at any depth, each once, in the order of the text", () => {
  expect(checkPath("$..id", BODY)).toBe("/items/0/id 1, /items/1/id 3, /id 6");
  expect(checkPath("$..[0]", "[[1, [2]], 3]")).toBe("/0 [1, [2]], /0/0 1, /0/1/0 2");
  expect(checkPath("$..*", "[1, [2]]")).toBe("/0 1, /1 [2], /1/0 2");
  expect(checkPath("$.items..id", BODY)).toBe("/items/0/id 1, /items/1/id 3");
  expect(checkPath("$..items..id", '{"items": [{"items": [{"id": 1}]}]}')).toBe("/items/0/items/0/id 1");
});

test("slices, forwards and backwards", () => {
  const list = "[0, 1, 2, 3, 4, 5, 6]";
  expect(checkPath("$[1:3]", list)).toBe("/1 1, /2 2");
  expect(checkPath("$[5:]", list)).toBe("/5 5, /6 6");
  expect(checkPath("$[1:5:2]", list)).toBe("/1 1, /3 3");
  expect(checkPath("$[-2:]", list)).toBe("/5 5, /6 6");
  expect(checkPath("$[5:1:-2]", list)).toBe("/3 3, /5 5");
  expect(checkPath("$[::-1]", "[0, 1]")).toBe("/0 0, /1 1");
  expect(checkPath("$[1:3:0]", list)).toBe("");
});

test("several selectors take what any of them takes, once", () => {
  expect(checkPath("$['id', 'a b']['é']", BODY)).toBe("/a b/é 5");
  expect(checkPath("$[0, 1, 0, -1]", "[7, 8]")).toBe("/0 7, /1 8");
});

test("filters look at each child", () => {
  const rows = '{"rows": [{"kind": "x", "n": 1}, {"kind": "y", "n": 10}, {"n": 9007199254740993}], "least": 5}';
  expect(checkPath("$.rows[?@.kind=='x'].n", rows)).toBe("/rows/0/n 1");
  expect(checkPath("$.rows[?@.kind].n", rows)).toBe("/rows/0/n 1, /rows/1/n 10");
  expect(checkPath("$.rows[?!@.kind].n", rows)).toBe("/rows/2/n 9007199254740993");
  expect(checkPath("$.rows[?@.n > $.least].n", rows)).toBe("/rows/1/n 10, /rows/2/n 9007199254740993");
  expect(checkPath("$.rows[?@.n == 9007199254740992].n", rows)).toBe("");
  expect(checkPath('$.rows[?(@.kind == "x" || @.kind == "y") && @.n != 1e0].n', rows)).toBe("/rows/1/n 10");
  expect(checkPath("$.rows[?@.kind < 5]", rows)).toBe("");
  expect(checkPath("$[?@ == null]", "[null, 0, false]")).toBe("/0 null");
});

test.each([
  "$...a",
  "$..",
  "$[?]",
  "$[?@.a ==]",
  "$[?'a']",
  "$[?@.* == 1]",
  "$[?length(@) > 1]",
  "$[?(@.a]",
  "$[?!@.a == 1]",
  "$[9007199254740993]",
  "$[1:2:3:4]",
  `$[?${"(".repeat(60)}@.a${")".repeat(60)}]`,
])("%j is refused as well", (path) => {
  expect(readJsonPath(path)).toMatchObject({ kind: "malformed" });
});
