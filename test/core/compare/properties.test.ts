import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { Difference } from "#core/model/run/difference.ts";
import type { Allowance } from "#core/model/rules/allowance.ts";
import { readJson } from "#core/text/json/json-reader.ts";
import { applyDifferences } from "./apply-differences.ts";
import { type TestRule, compareBodies } from "./check-compare.ts";

const { letrec, oneof, constantFrom, array, dictionary, integer, double, string, tuple, nat } = fc;

/** Few names and values, so that two of them have much in common. */
const value = letrec((tie) => ({
  any: oneof({ maxDepth: 4, withCrossShrink: true }, tie("leaf"), tie("list"), tie("object")),
  leaf: oneof(
    integer({ min: 0, max: 5 }),
    constantFrom("a", "b", "é", null, true, false),
    double({ noNaN: true }),
    string({ maxLength: 3 }),
  ),
  list: array(tie("any"), { maxLength: 6 }),
  object: dictionary(constantFrom("id", "a", "b", "name", "é/~"), tie("any"), { maxKeys: 4 }),
})).any;

const rules = array(
  tuple(
    constantFrom(
      "$.a",
      "$.id",
      "$[0]",
      "$[*].id",
      "$.*",
      "$.a[*]",
      "$[-1].b",
      "$.b.a",
      "$..id",
      "$..*",
      "$",
      "$[?@.a]",
      "$[?length(@) > 1]",
      "$..[?count(@.*) == 2].a",
      "$[?match(@.name, '[ab].?')].id",
      "$[?@.a == @.b]",
    ),
    constantFrom<Allowance>(
      "ignore",
      "type only",
      "unordered",
      "renamed ids",
      { kind: "tolerance", value: { absolute: "1" } },
      { kind: "tolerance", value: { relative: "0.5", ulps: 3 } },
      { kind: "format", value: "hex" },
      { kind: "keyed by", value: "id" },
    ),
  ),
  { maxLength: 3 },
);

/** A value and another that was made from it by replacing some of its parts, or that has nothing to do with it. */
const pair = oneof(
  tuple(value, value),
  tuple(value, array(tuple(nat(), value), { maxLength: 3 })).map(([before, changes]): [unknown, unknown] => [
    before,
    changes.reduce((changed, [at, part]) => replacePart(changed, at, part), before),
  ]),
);

/** Replaces the `at`-th part of a value, counted round. */
function replacePart(whole: unknown, at: number, part: unknown): unknown {
  let left = at % Math.max(1, JSON.stringify(whole).length >> 1);
  const visit = (inner: unknown): unknown => {
    if (left-- === 0) return part;
    if (Array.isArray(inner)) return inner.map((element: unknown) => visit(element));
    if (typeof inner !== "object" || inner === null) return inner;
    return Object.fromEntries(Object.entries(inner).map(([name, member]: [string, unknown]) => [name, visit(member)]));
  };
  return visit(whole);
}

function leavesOf(text: string): number {
  const reading = readJson(text);
  return reading.kind === "document" ? reading.document.leaves : 0;
}

const write = (any: unknown): string => JSON.stringify(any);

describe("whatever the bodies are", () => {
  test("a body compared with itself, however it is laid out, gives nothing", () => {
    fc.assert(
      fc.property(value, (body) => {
        expect(compareBodies(write(body), JSON.stringify(body, undefined, 2))).toMatchObject({
          verdict: "match",
          differences: [],
        });
      }),
    );
  });

  test("they match exactly where their values are equal", () => {
    fc.assert(
      fc.property(pair, ([python, rust]) => {
        const isEqual = isSame(JSON.parse(write(python)), JSON.parse(write(rust)));
        expect(compareBodies(write(python), write(rust)).verdict).toBe(isEqual ? "match" : "differs");
      }),
      { numRuns: 1000 },
    );
  });

  test("both directions give mirrored differences", () => {
    fc.assert(
      fc.property(pair, rules, ([python, rust], given) => {
        const there = compareBodies(write(python), write(rust), given).differences.map((found) => lineOf(found));
        const back = compareBodies(write(rust), write(python), given).differences.map((found) =>
          lineOf(mirrored(found)),
        );
        expect(back.toSorted()).toEqual(there.toSorted());
      }),
      { numRuns: 1000 },
    );
  });

  test("applying the differences turns one body into the other", () => {
    fc.assert(
      fc.property(pair, ([python, rust]) => {
        const { differences } = compareBodies(write(python), write(rust));
        // A value that is cut cannot be put back.
        fc.pre(differences.every(({ values }) => !`${values.python} ${values.rust}`.includes(" characters)")));
        expect(sortedText(applyDifferences(JSON.parse(write(python)), differences))).toBe(
          sortedText(JSON.parse(write(rust))),
        );
      }),
      { numRuns: 3000 },
    );
  });

  test("leaves compared, ignored and loosened add up to all leaves", () => {
    fc.assert(
      fc.property(pair, rules, ([python, rust], given) => {
        const { compared, ignored, loosened } = compareBodies(write(python), write(rust), given).coverage;
        expect(compared + ignored + loosened).toBe(leavesOf(write(python)) + leavesOf(write(rust)) + 2);
      }),
      { numRuns: 1000 },
    );
  });

  test("the order of members never fails", () => {
    fc.assert(
      fc.property(value, (body) => {
        expect(compareBodies(write(body), write(turnedRound(body))).verdict).toBe("match");
      }),
    );
  });

  test("a rule never makes bodies differ that match without it", () => {
    fc.assert(
      fc.property(pair, rules, ([python, rust], given: readonly TestRule[]) => {
        if (compareBodies(write(python), write(rust)).verdict !== "match") return;
        expect(compareBodies(write(python), write(rust), given).verdict).not.toBe("differs");
      }),
    );
  });

  test("one more rule, wherever it stands, never makes a match differ", () => {
    fc.assert(
      fc.property(pair, rules, rules, ([python, rust], given: readonly TestRule[], more: readonly TestRule[]) => {
        if (compareBodies(write(python), write(rust), given).verdict !== "match") return;
        expect(compareBodies(write(python), write(rust), [...more, ...given]).verdict).not.toBe("differs");
      }),
      { numRuns: 1000 },
    );
  });

  test("taking all rules away never hides a difference", () => {
    fc.assert(
      fc.property(pair, rules, ([python, rust], given: readonly TestRule[]) => {
        if (compareBodies(write(python), write(rust), given).verdict !== "differs") return;
        expect(compareBodies(write(python), write(rust)).verdict).toBe("differs");
      }),
      { numRuns: 1000 },
    );
  });

  test("shuffling what a rule calls unordered changes nothing", () => {
    const shuffled = array(value, { maxLength: 8 }).chain((list) =>
      tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length })),
    );
    const unordered = constantFrom<Allowance>("unordered", { kind: "keyed by", value: "id" });
    fc.assert(
      fc.property(shuffled, array(value, { maxLength: 8 }), unordered, ([list, other], rust, allow) => {
        expect(compareBodies(write(list), write(other), [["$", allow]])).toMatchObject({
          verdict: "match",
          differences: [],
        });
        const told = (python: readonly unknown[]): readonly string[] =>
          compareBodies(write(python), write(rust), [["$", allow]])
            .differences.map(({ class: found, values }) => `${found} ${values.python} ${values.rust}`)
            .toSorted();
        expect(told(other)).toEqual(told(list));
      }),
      { numRuns: 1000 },
    );
  });

  test("any two texts are compared without a throw", () => {
    fc.assert(
      fc.property(oneof(fc.json(), string()), oneof(fc.json(), string()), rules, (python, rust, given) => {
        expect(["match", "differs", "failed"]).toContain(compareBodies(python, rust, given).verdict);
      }),
      {
        numRuns: 2000,
        // A text that begins as an array does, once moved.
        examples: [['[0,false,"["]', '["",0]', [["$..*", "type only"]]]],
      },
    );
  });
});

/** Equal as JSON: the order of members does not count, that of elements does. */
function isSame(left: unknown, right: unknown): boolean {
  if (Array.isArray(left) || Array.isArray(right)) {
    return (
      Array.isArray(left) &&
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((one, at) => isSame(one, right[at]))
    );
  }
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return left === right;
  const members = new Map(Object.entries(right));
  const own = Object.entries(left);
  return own.length === members.size && own.every(([name, one]) => members.has(name) && isSame(one, members.get(name)));
}

/** JSON with members in the order of their names. */
function sortedText(body: unknown): string {
  return JSON.stringify(body, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function turnedRound(body: unknown): unknown {
  if (Array.isArray(body)) return body.map((element: unknown) => turnedRound(element));
  if (typeof body !== "object" || body === null) return body;
  return Object.fromEntries(
    Object.entries(body)
      .toReversed()
      .map(([name, member]: [string, unknown]) => [name, turnedRound(member)]),
  );
}

function mirrored(found: Difference): Difference {
  const turn = <Value>({
    python,
    rust,
  }: {
    readonly python?: Value;
    readonly rust?: Value;
  }): { python?: Value; rust?: Value } => ({
    ...(rust !== undefined && { python: rust }),
    ...(python !== undefined && { rust: python }),
  });
  const classes = { missing: "extra", extra: "missing" } as const;
  const mirroredClass = found.class === "missing" || found.class === "extra" ? classes[found.class] : found.class;
  return { ...found, class: mirroredClass, pointers: turn(found.pointers), values: turn(found.values) };
}

function lineOf({ class: found, pointers, values }: Difference): string {
  return [found, pointers.python, pointers.rust, values.python, values.rust].join(" ");
}
