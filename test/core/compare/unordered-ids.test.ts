import { array, assert, constantFrom, integer, property, sample } from "fast-check";
import { describe, expect, test } from "vitest";

import type { TestRule } from "./check-compare.ts";
import { checkBodies, compareSides } from "./check-verdict.ts";

const RULES: readonly TestRule[] = [
  ["$", "unordered"],
  ["$[*].id", "renamed ids"],
  ["$[*].parent", "renamed ids"],
];

interface Row {
  readonly id: string;
  readonly name: string;
  readonly parent: string | null;
}

/** The rows with other ids, in another order, both drawn from `seed`. */
function renamed(rows: readonly Row[], seed: number): readonly Row[] {
  const random = randomFrom(seed);
  const ids = new Map(rows.map(({ id }, at) => [id, `r${at}x${Math.floor(random() * 1e9)}`]));
  const idOf = (id: string): string => ids.get(id) ?? id;
  return rows
    .map((row) => ({ row: { ...row, id: idOf(row.id), parent: row.parent && idOf(row.parent) }, place: random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ row }) => row);
}

/** A row for each number: its parent is an earlier row, or none below 0. */
function rowsOf(parents: readonly number[], names: readonly string[] = ["n"]): readonly Row[] {
  return parents.map((parent, at) => ({
    id: `p${at}`,
    name: names[at % names.length] ?? "n",
    parent: parent < 0 || at === 0 ? null : `p${parent % at}`,
  }));
}

function check(python: readonly Row[], rust: readonly Row[], rules: readonly TestRule[] = RULES): string {
  return checkBodies(JSON.stringify(python), JSON.stringify(rust), rules);
}

/** The same numbers between 0 and 1 for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed + 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe("an array without an order, whose elements name each other by ids that are others", () => {
  const seeds = integer({ min: 0, max: 1e6 });
  const parents = array(integer({ min: -1, max: 1000 }), { minLength: 1, maxLength: 60 });

  test("trees of alike elements are found again", () => {
    assert(
      property(parents, constantFrom(["n"], ["a", "b"]), seeds, (list, names, seed) => {
        const rows = rowsOf(list, names);
        expect(check(rows, renamed(rows, seed))).toBe("match");
      }),
      { numRuns: 150 },
    );
  });
  test("trees and chains of up to 200 alike elements, whatever their shape", () => {
    const near = array(integer({ min: -1, max: 4 }), { minLength: 100, maxLength: 200 });
    const far = array(integer({ min: -1, max: 1e6 }), { minLength: 100, maxLength: 200 });
    // A parent that stands close makes long chains, one that stands anywhere makes bushes.
    const shapes = constantFrom(
      (list: readonly number[]) => list.map((back, at) => (back < 0 ? -1 : Math.max(0, at - 1 - back))),
      (list: readonly number[]) => list.map((parent, at) => (parent < 0 || at === 0 ? -1 : parent % at)),
    );
    assert(
      property(constantFrom(near, far), shapes, seeds, constantFrom(["n"], ["a", "b"]), (lists, shape, seed, names) => {
        const [list = []] = sample(lists, { numRuns: 1, seed });
        const rows = shape(list).map((parent, at): Row => ({
          id: `p${at}`,
          name: names[at % names.length] ?? "n",
          parent: parent < 0 || at === 0 ? null : `p${parent}`,
        }));
        expect(check(rows, renamed(rows, seed))).toBe("match");
      }),
      { numRuns: 40 },
    );
  });
  test.each([
    ["a chain", (at: number): number => at - 1],
    ["a star", () => 0],
    ["pairs", (at: number): number => (at % 2 === 0 ? -1 : at - 1)],
    ["a binary tree", (at: number): number => Math.floor((at - 1) / 2)],
    ["alike elements alone", () => -1],
  ])("200 of them: %s", (_, parentOf) => {
    const rows = Array.from({ length: 200 }, (__, at): Row => {
      const parent = parentOf(at);
      return { id: `p${at}`, name: "n", parent: at === 0 || parent < 0 ? null : `p${parent}` };
    });
    expect(check(rows, renamed(rows, 7))).toBe("match");
  });
  test("rings, in which every element looks like the next", () => {
    const ring = (length: number, start: number): readonly Row[] =>
      Array.from({ length }, (_, at) => ({
        id: `p${start + at}`,
        name: "n",
        parent: `p${start + ((at + 1) % length)}`,
      }));
    const rows = [...ring(3, 0), ...ring(4, 3), ...ring(4, 7)];
    expect(check(rows, renamed(rows, 3))).toBe("match");
    expect(check([...ring(3, 0), ...ring(3, 3)], renamed(ring(6, 0), 3))).toMatch(/^differs/);
  });
  test("what has changed is told, and nothing else", () => {
    const rows = rowsOf([-1, 0, 0, 1, 1, 2, 2, 3], ["a", "b", "c", "d", "e", "f", "g", "h"]);
    const changed = rows.map((row) => (row.name === "e" ? { ...row, name: "z" } : row));
    const { differences } = compareSides(
      { body: JSON.stringify(rows) },
      { body: JSON.stringify(renamed(changed, 5)) },
      RULES,
    );
    expect(differences.map(({ values }) => [values.python, values.rust])).toEqual([['"e"', '"z"']]);
  });
  test("another shape is a difference", () => {
    expect(check(rowsOf([-1, 0, 0]), renamed(rowsOf([-1, 0, 1]), 1))).toMatch(/^differs/);
    expect(check(rowsOf([-1, 0, 1, 2]), renamed(rowsOf([-1, 0, 1, 1]), 1))).toMatch(/^differs/);
  });
  test("elements of one array may be told apart by those of another", () => {
    const graph = (a: readonly string[], order: readonly number[]): string =>
      JSON.stringify({
        nodes: order.map((at) => ({ id: a[at], kind: "n" })),
        edges: [
          { from: a[0], to: a[1], kind: "e" },
          { from: a[2], to: a[3], kind: "e" },
          { from: a[3], to: a[0], kind: "e" },
        ],
      });
    const rules: readonly TestRule[] = [
      ["$.nodes", "unordered"],
      ["$.edges", "unordered"],
      ["$.nodes[*].id", "renamed ids"],
      ["$.edges[*].from", "renamed ids"],
      ["$.edges[*].to", "renamed ids"],
    ];
    const python = graph(["a1", "a2", "a3", "a4"], [0, 1, 2, 3]);
    expect(checkBodies(python, graph(["z9", "z8", "z7", "z6"], [2, 0, 3, 1]), rules)).toBe("match");
  });
  test("`keyed by` an id that is renamed falls back on what the elements are", () => {
    const rows = rowsOf([-1, 0, 1], ["n"]);
    const keyed: readonly TestRule[] = [["$", { kind: "keyed by", value: "id" }], ...RULES.slice(1)];
    expect(check(rows, renamed(rows, 2), keyed)).toBe("match");
  });
});
