import { describe, expect, test } from "vitest";

import { checkCompare, compareBodies } from "./check-compare.ts";

const json = JSON.stringify;
const row = (id: number): object => ({ id, name: `node-${id}`, size: id * 3 });

describe("one change is one difference", () => {
  test("an element inserted at the front", () => {
    expect(checkCompare("[1, 2, 3]", "[0, 1, 2, 3]")).toMatchInlineSnapshot(`
      "differs
      additive extra /0: absent | 0
      leaves: 9 compared, 0 ignored, 0 loosened"
    `);
  });
  test("an element taken out of the middle", () => {
    expect(checkCompare("[1, 2, 3]", "[1, 3]")).toMatchInlineSnapshot(`
      "differs
      breaking missing /1: 2 | absent
      leaves: 7 compared, 0 ignored, 0 loosened"
    `);
  });
  test("an element changed in place", () => {
    expect(checkCompare("[1, 2, 3]", "[1, 9, 3]")).toMatchInlineSnapshot(`
      "differs
      changed value /1: 2 | 9
      leaves: 8 compared, 0 ignored, 0 loosened"
    `);
  });
  test("an element moved", () => {
    expect(checkCompare("[1, 2, 3, 4]", "[4, 1, 2, 3]")).toMatchInlineSnapshot(`
      "differs
      changed moved /3 -> /0: 4 | 4
      leaves: 10 compared, 0 ignored, 0 loosened"
    `);
  });
  test("another order of many", () => {
    expect(checkCompare("[1, 2, 3, 4, 5, 6]", "[6, 5, 4, 3, 2, 1]")).toMatchInlineSnapshot(`
      "differs
      changed element-order (root): [1, 2, 3, 4, 5, 6] | [6, 5, 4, 3, 2, 1]
        element-order
      leaves: 14 compared, 0 ignored, 0 loosened"
    `);
  });
  test("one of two that are equal", () => {
    expect(checkCompare("[1, 1, 2]", "[1, 2]")).toMatchInlineSnapshot(`
      "differs
      breaking missing /1: 1 | absent
      leaves: 7 compared, 0 ignored, 0 loosened"
    `);
  });
});

describe("rows are known by their id", () => {
  test("each row changed and one inserted", () => {
    const python = [1, 2, 3].map((id) => ({ id, at: "2024-01-01T00:00:00Z" }));
    const rust = [7, 1, 2, 3].map((id) => ({ id, at: "2024-01-01T00:00:00+00:00" }));
    expect(checkCompare(json(python), json(rust))).toMatchInlineSnapshot(`
      "differs
      additive extra /0: absent | {"id":7,"at":"2024-01-01T00:00:00+00:00"}
      changed value /0/at -> /1/at: "2024-01-01T00:00:00Z" | "2024-01-01T00:00:00+00:00"
        utc-offset
      changed value /1/at -> /2/at: "2024-01-01T00:00:00Z" | "2024-01-01T00:00:00+00:00"
        utc-offset
      changed value /2/at -> /3/at: "2024-01-01T00:00:00Z" | "2024-01-01T00:00:00+00:00"
        utc-offset
      leaves: 16 compared, 0 ignored, 0 loosened"
    `);
  });
  test("a row moved and changed", () => {
    expect(checkCompare(json([row(1), row(2), row(3)]), json([row(2), row(3), { ...row(1), size: 0 }])))
      .toMatchInlineSnapshot(`
      "differs
      changed moved /0 -> /2: {"id":1,"name":"node-1","size":3} | {"id":1,"name":"node-1","size":0}
      changed value /0/size -> /2/size: 3 | 0
      leaves: 20 compared, 0 ignored, 0 loosened"
    `);
  });
  test("the id itself is what changed", () => {
    expect(checkCompare(json([row(1), row(2), row(3)]), json([row(1), { ...row(2), id: 9 }, row(3)])))
      .toMatchInlineSnapshot(`
      "differs
      changed value /1/id: 2 | 9
      leaves: 20 compared, 0 ignored, 0 loosened"
    `);
  });
  test("a row in the place of another is one missing and one extra", () => {
    expect(checkCompare(json([row(1), row(2), row(3)]), json([row(1), row(9), row(3)]))).toMatchInlineSnapshot(`
      "differs
      breaking missing /1: {"id":2,"name":"node-2","size":6} | absent
      additive extra /1: absent | {"id":9,"name":"node-9","size":27}
      leaves: 20 compared, 0 ignored, 0 loosened"
    `);
  });
  test("ids that are all random are compared in order", () => {
    expect(checkCompare('[{"id": "a", "n": 1}, {"id": "b", "n": 2}]', '[{"id": "x", "n": 1}, {"id": "y", "n": 2}]'))
      .toMatchInlineSnapshot(`
      "differs
      changed value /0/id: "a" | "x"
      changed value /1/id: "b" | "y"
      leaves: 10 compared, 0 ignored, 0 loosened"
    `);
  });
  test("an id that a rule ignores tells nothing", () => {
    const rules = [["$[*].id", "ignore"]] as const;
    expect(checkCompare('[{"id": 1, "n": 1}, {"id": 2, "n": 2}]', '[{"id": 2, "n": 1}, {"id": 1, "n": 2}]', rules))
      .toMatchInlineSnapshot(`
      "match
      leaves: 6 compared, 4 ignored, 0 loosened
      rule 0: 2"
    `);
  });
});

test("20,000 rows, one inserted at the front and 200 changed", () => {
  const python = Array.from({ length: 20_000 }, (_, id) => row(id));
  const rust = [row(-1), ...python.map((one, id) => (id % 100 === 50 ? { ...one, size: -1 } : one))];
  const { differences } = compareBodies(json(python), json(rust));
  expect(differences.filter((found) => found.class === "extra").map((found) => found.pointers)).toEqual([
    { rust: "/0" },
  ]);
  expect(differences.filter((found) => found.class === "value")).toHaveLength(200);
  expect(differences).toHaveLength(201);
});

test("more differences than are kept are counted", () => {
  const python = Array.from({ length: 3000 }, (_, id) => ({ id, n: 0 }));
  const { differences, omittedDifferences } = compareBodies(
    json(python),
    json(python.map((one) => ({ ...one, n: 1 }))),
  );
  expect([differences.length, omittedDifferences]).toEqual([1000, 2000]);
});

test("20,000 elements turned round are one difference, whatever they are", () => {
  const numbers = Array.from({ length: 20_000 }, (_, at) => at);
  const elements = [(at: number) => at, (at: number) => at / 8, (at: number) => `n${at}`, (at: number) => [at], row];
  for (const element of elements) {
    const list = numbers.map((at) => element(at));
    const classes = compareBodies(json(list), json(list.toReversed())).differences.map((found) => found.class);
    expect(classes).toEqual(["element-order"]);
  }
});
