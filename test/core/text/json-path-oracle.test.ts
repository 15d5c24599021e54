import * as fc from "fast-check";
import { type JsonValue, paths } from "jsonpath-rfc9535";
import { expect, test } from "vitest";

import { type JsonDocument, ROOT, nameOf } from "#core/text/json/json-document.ts";
import { nodesAt } from "#core/text/json-path/json-path.ts";
import { readJsonPath } from "#core/text/json-path/json-path-reader.ts";
import { readJson } from "#core/text/json/json-reader.ts";

const { array, boolean, constantFrom, dictionary, integer, letrec, nat, oneof, option, tuple } = fc;

const name = constantFrom("a", "b", "c", "é");

/** Few names and values, so that paths find something and comparisons hold. */
const { root: document } = letrec<Readonly<Record<"root" | "any" | "leaf" | "list" | "object", JsonValue>>>((tie) => ({
  root: oneof(
    array(tie("any"), { minLength: 1, maxLength: 5 }),
    dictionary(name, tie("any"), { minKeys: 2, maxKeys: 4 }),
  ),
  any: oneof({ maxDepth: 4, withCrossShrink: true }, tie("leaf"), tie("list"), tie("object")),
  leaf: constantFrom<JsonValue>(0, 1, 2, 1.5, -1, "", "a", "ab", "ba", "bé", "1", null, true, false),
  list: array(tie("any"), { maxLength: 4 }),
  object: dictionary(name, tie("any"), { maxKeys: 4 }),
}));

const index = integer({ min: -3, max: 3 });
const step = option(constantFrom("1", "2", "-1", "-2", "0"), { nil: "" });
/** Bounds that count from the end have a test of their own: the other implementation misreads those before the first element. */
const bound = option(nat(3), { nil: "" });
const literal = constantFrom("0", "1", "2.0", "15e-1", "-1", "''", "'a'", '"ab"', "'bé'", "null", "true", "false");
const pattern = constantFrom(
  "'a'",
  "'a*b?'",
  "'[a-b]+'",
  "'.'",
  "'(a|b)b'",
  "''",
  "'[^a]'",
  String.raw`'\\p{L}+'`,
  "'a{2}'",
);
const operator = constantFrom("==", "!=", " < ", "<=", ">", " >= ");
const singularStep = oneof(
  name.map((each) => `.${each}`),
  name.map((each) => `['${each}']`),
  index.map((each) => `[${each}]`),
);
const singular = tuple(constantFrom("@", "$"), array(singularStep, { maxLength: 2 })).map(
  ([from, steps]) => from + steps.join(""),
);

/** Paths of RFC 9535 of all kinds, functions included; those that are well-typed. */
const { path } = letrec<
  Readonly<
    Record<"path" | "query" | "steps" | "step" | "selector" | "filter" | "basic" | "call" | "value" | "number", string>
  >
>((tie) => ({
  path: oneof(
    tie("steps").map((steps) => `$${steps}`),
    tuple(constantFrom("$", "$..", "$.*", "$[0]"), tie("call")).map(([from, call]) => `${from}[?${call}]`),
  ),
  call: oneof(
    tuple(tie("number"), operator, literal).map((each) => each.join("")),
    // The other implementation takes the length of what has none for a number; these it cannot mistake.
    tuple(oneof(literal, singular, tie("number")), constantFrom("==", "!=", ">"), constantFrom("1", "2", "3")).map(
      ([of, sign, count]) => `length(${of})${sign}${count}`,
    ),
    tuple(constantFrom("match", "search", "!search"), oneof(constantFrom("@", "@.a"), tie("value")), pattern).map(
      ([call, text, wanted]) => `${call}(${text}, ${wanted})`,
    ),
  ),
  query: tuple(constantFrom("@", "$"), tie("steps")).map(([from, steps]) => from + steps),
  steps: array(tie("step"), { minLength: 1, maxLength: 3, depthIdentifier: "path" }).map((steps) => steps.join("")),
  step: oneof(
    { depthSize: "small", depthIdentifier: "path" },
    singularStep,
    constantFrom(".*", "[*]", "..*", "..[*]"),
    name.map((each) => `..${each}`),
    array(tie("selector"), { minLength: 1, maxLength: 2, depthIdentifier: "path" }).map(
      (each) => `[${each.join(", ")}]`,
    ),
    tie("selector").map((each) => `..[${each}]`),
  ),
  selector: oneof(
    { depthSize: "small", depthIdentifier: "path" },
    index.map(String),
    name.map((each) => `'${each}'`),
    tuple(bound, bound, step).map((each) => each.join(":")),
    tie("filter").map((each) => `?${each}`),
  ),
  filter: oneof(
    { depthSize: "small", depthIdentifier: "path" },
    tie("basic"),
    tuple(tie("basic"), constantFrom(" && ", "||"), tie("basic")).map((each) => each.join("")),
    tie("filter").map((each) => `!(${each})`),
  ),
  basic: oneof(
    { depthSize: "small", depthIdentifier: "path" },
    tuple(boolean(), singular).map(([isNegated, each]) => (isNegated ? `!${each}` : each)),
    // Of a path on the right the other implementation makes something else than section 2.3.5.2.2 says.
    tuple(tie("value"), operator, literal).map((each) => each.join("")),
    tie("query"),
    tie("call"),
  ),
  value: oneof({ depthSize: "small", depthIdentifier: "path" }, literal, singular, tie("number")),
  number: tuple(constantFrom("count", "value"), tie("query")).map(([call, query]) => `${call}(${query})`),
}));

/** `$['a'][0]` */
function normalizedPath(found: JsonDocument, node: number): string {
  if (node === ROOT) return "$";
  const own = nameOf(found, node);
  const last = own === undefined ? `[${found.ordinals[node]}]` : `['${own}']`;
  return normalizedPath(found, found.parents[node] ?? ROOT) + last;
}

function ownPaths(text: string, body: string): readonly string[] {
  const reading = readJsonPath(text);
  const json = readJson(body);
  if (reading.kind === "malformed") return [`${reading.reason} (at ${reading.offset})`];
  if (json.kind === "malformed") return [json.reason];
  return nodesAt(reading.path, json.document).map((node) => normalizedPath(json.document, node));
}

test("paths take what another implementation takes", () => {
  const taken = { byAny: 0, byFunctions: 0 };
  fc.assert(
    fc.property(path, document, (text, value) => {
      const own = ownPaths(text, JSON.stringify(value));
      // A node that several selectors take stands there once each time; for us it is one place.
      expect(own.toSorted()).toEqual([...new Set(paths(value, text))].toSorted());
      taken.byAny += own.length;
      if (/(?:length|count|value|match|search)\(/.test(text)) taken.byFunctions += own.length;
    }),
    { numRuns: 3000 },
  );
  // Paths that never take anything would agree as well.
  expect(taken.byAny).toBeGreaterThan(3000);
  expect(taken.byFunctions).toBeGreaterThan(500);
});

test("slices that count from the end take what arrays give", () => {
  const counted = option(integer({ min: -6, max: 6 }));
  fc.assert(
    fc.property(counted, counted, array(nat(9), { maxLength: 5 }), (start, end, list) => {
      const places = list.map((_, at) => `$[${at}]`).slice(start ?? 0, end ?? list.length);
      expect(ownPaths(`$[${start ?? ""}:${end ?? ""}]`, JSON.stringify(list))).toEqual(places);
    }),
  );
});
