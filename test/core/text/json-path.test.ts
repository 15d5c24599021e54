import { describe, expect, test } from "vitest";

import { pointerOf, rawOf } from "#core/text/json/json-document.ts";
import { nodesAt } from "#core/text/json-path/json-path.ts";
import { readJsonPath } from "#core/text/json-path/json-path-reader.ts";
import { readJson } from "#core/text/json/json-reader.ts";

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
  "$[?(@.a]",
  "$[?!@.a == 1]",
  "$[9007199254740993]",
  "$[1:2:3:4]",
  `$[?${"(".repeat(60)}@.a${")".repeat(60)}]`,
])("%j is refused as well", (path) => {
  expect(readJsonPath(path)).toMatchObject({ kind: "malformed" });
});

describe("functions in filters", () => {
  const rows =
    '{"rows": [{"name": "Süd", "tags": ["a", "b"]}, {"name": "north-1", "tags": {}}, {"name": "🌉", "tags": null}], "shape": "north.*"}';

  test("length counts characters, elements and members, and is nothing for the rest", () => {
    expect(checkPath("$.rows[?length(@.name) == 3].name", rows)).toBe('/rows/0/name "Süd"');
    expect(checkPath("$.rows[?length(@.name) == 1].name", rows)).toBe('/rows/2/name "🌉"');
    expect(checkPath("$.rows[?length(@.tags) < 2].name", rows)).toBe('/rows/1/name "north-1"');
    expect(checkPath("$.rows[?length(@.tags) == $.none].name", rows)).toBe('/rows/2/name "🌉"');
    expect(checkPath("$.rows[?length('abc') == length(@.name)].name", rows)).toBe('/rows/0/name "Süd"');
  });
  test("what has no length is nothing, which equals nothing else", () => {
    expect(checkPath("$[?length(length(0)) == false]", "[0]")).toBe("");
    expect(checkPath("$[?length(@.b) == @.a]", '[{"a": 0}]')).toBe("");
    expect(checkPath("$[?length(@.b) == length(0)].a", '[{"a": 1}]')).toBe("/0/a 1");
    expect(checkPath("$[?length(@.b) < 2]", '[{"a": 1}]')).toBe("");
  });
  test("count counts what a path takes", () => {
    expect(checkPath("$.rows[?count(@.*) == 2].name", rows)).toBe(
      '/rows/0/name "Süd", /rows/1/name "north-1", /rows/2/name "🌉"',
    );
    expect(checkPath("$.rows[?count(@.tags[*]) == 2].name", rows)).toBe('/rows/0/name "Süd"');
    expect(checkPath("$.rows[?count(@..none) > 0]", rows)).toBe("");
    expect(checkPath("$[?count(@[0, 0, 1]) == 3]", "[[1, 2], [1]]")).toBe("/0 [1, 2]");
    expect(checkPath("$[?count(@..*..*) == 3]", "[[[[1]]], [[1]]]")).toBe("/0 [[[1]]]");
    expect(checkPath("$[?value(@[0, 0]) == 1]", "[[1]]")).toBe("");
  });
  test("value is the one value that a path takes", () => {
    expect(checkPath("$.rows[?value(@..name) == 'north-1'].tags", rows)).toBe("/rows/1/tags {}");
    expect(checkPath("$.rows[?value(@.tags[*]) == 'a']", rows)).toBe("");
    expect(checkPath("$.rows[?length(value(@..tags)) == 2].name", rows)).toBe('/rows/0/name "Süd"');
  });
  test("match takes the whole of a text, search any part", () => {
    expect(checkPath("$.rows[?match(@.name, 'north')].name", rows)).toBe("");
    expect(checkPath("$.rows[?match(@.name, 'north-[0-9]')].name", rows)).toBe('/rows/1/name "north-1"');
    expect(checkPath("$.rows[?search(@.name, '[0-9]')].name", rows)).toBe('/rows/1/name "north-1"');
    expect(checkPath("$.rows[?!search(@.name, '[a-z]')].name", rows)).toBe('/rows/2/name "🌉"');
    expect(checkPath("$.rows[?match(@.tags, '.*')]", rows)).toBe("");
    expect(checkPath(String.raw`$.rows[?match(@.name, "\\p{Lu}.*")].name`, rows)).toBe('/rows/0/name "Süd"');
  });
  test("a pattern may stand in the body; one that cannot be read is not found", () => {
    expect(checkPath("$.rows[?match(@.name, $.shape)].name", rows)).toBe('/rows/1/name "north-1"');
    expect(checkPath("$[?search(@, '(')]", '["("]')).toMatch(/cannot be used/);
    expect(checkPath("$.texts[?search(@, $.shape)]", '{"texts": ["("], "shape": "("}')).toBe("");
  });
  test("arrays and objects are equal by what is in them", () => {
    const pairs =
      '[{"a": [1, {"b": 2, "c": 3}], "d": [1.0, {"c": 3, "b": 2e0}]}, {"a": {"b": 1}, "d": {"b": 1, "c": 1}}]';
    expect(checkPath("$[?@.a == @.d].a", pairs)).toBe('/0/a [1, {"b": 2, "c": 3}]');
    expect(checkPath("$[?@.a != @.d].d", pairs)).toBe('/1/d {"b": 1, "c": 1}');
    const deep = "[".repeat(100_000) + "]".repeat(100_000);
    expect(checkPath("$[?@.a == @.b].c", `[{"a": ${deep}, "b": ${deep}, "c": 1}]`)).toBe("/0/c 1");
  });
});

test("what a function is given is checked", () => {
  const paths = [
    "$[?size(@) > 1]",
    "$[?length(@)]",
    "$[?length(@.*) > 1]",
    "$[?length(@.a, @.b) > 1]",
    "$[?length() > 1]",
    "$[?length(match(@, 'a')) > 1]",
    "$[?count('a') > 1]",
    "$[?count(length(@)) > 1]",
    "$[?value(@.a) == @.*]",
    "$[?match(@.a)]",
    "$[?match(@.*, 'a')]",
    "$[?match(@.a, 'a') == true]",
    "$[?true == search(@.a, 'a')]",
    "$[?match(@.a, '[z-a]')]",
    "$[?match(@.a, '\\d')]",
    "$[?match(@.a, @..b)]",
    "$[?length (@) > 1]",
    "$[?length(@ > 1]",
    "$[?Length(@) > 1]",
  ];
  expect(paths.map((path) => `${path}\n  ${checkPath(path, "[]")}`).join("\n")).toMatchInlineSnapshot(`
    "$[?size(@) > 1]
      There is no function \`size\`; those that there are: length, count, match, search, value (at 3)
    $[?length(@)]
      A value is compared with something: \`==\`, \`!=\`, \`<\`, \`<=\`, \`>\` or \`>=\` (at 12)
    $[?length(@.*) > 1]
      \`length\` is given one value: a path by names and indexes alone, or one in \`value(…)\` (at 10)
    $[?length(@.a, @.b) > 1]
      \`length\` is given one value, and has 2 here (at 3)
    $[?length() > 1]
      \`length\` is given one value, and has 0 here (at 3)
    $[?length(match(@, 'a')) > 1]
      \`match\` holds or does not; \`length\` is given a value (at 10)
    $[?count('a') > 1]
      \`count\` is given a path, such as \`@.*\` (at 9)
    $[?count(length(@)) > 1]
      \`count\` is given a path, such as \`@.*\` (at 9)
    $[?value(@.a) == @.*]
      Only a path that takes one value, by names and indexes, can be compared; \`count(…)\` and \`value(…)\` make one of any (at 17)
    $[?match(@.a)]
      \`match\` is given two values, a text and a pattern, and has 1 here (at 3)
    $[?match(@.*, 'a')]
      \`match\` is given one value: a path by names and indexes alone, or one in \`value(…)\` (at 9)
    $[?match(@.a, 'a') == true]
      \`match\` holds or does not, and is not compared with anything (at 3)
    $[?true == search(@.a, 'a')]
      \`search\` holds or does not, and is not compared with anything (at 11)
    $[?match(@.a, '[z-a]')]
      The pattern cannot be used from its character 2 on: The range ends before it begins (at 14)
    $[?match(@.a, '\\d')]
      An escape in the text is wrong; a backslash is written twice (at 14)
    $[?match(@.a, @..b)]
      \`match\` is given one value: a path by names and indexes alone, or one in \`value(…)\` (at 14)
    $[?length (@) > 1]
      \`@\`, \`$\`, a text in quotes, a number, \`true\`, \`false\`, \`null\` or a function is expected (at 3)
    $[?length(@ > 1]
      \`,\` or \`)\` is expected (at 12)
    $[?Length(@) > 1]
      \`@\`, \`$\`, a text in quotes, a number, \`true\`, \`false\`, \`null\` or a function is expected (at 3)"
  `);
  const nested = `$[?${"length(".repeat(1000)}@${")".repeat(1000)} > 1]`;
  expect(checkPath(nested, "[]")).toBe("The functions are nested too deeply (at 353)");
});
