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
        sorted-set
      leaves: 10 compared, 0 ignored, 0 loosened"
    `);
  });
  test("another order of many", () => {
    expect(checkCompare("[1, 2, 3, 4, 5, 6]", "[6, 5, 4, 3, 2, 1]")).toMatchInlineSnapshot(`
      "differs
      changed element-order (root): [1, 2, 3, 4, 5, 6] | [6, 5, 4, 3, 2, 1]
        sorted-set
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
          element-order
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

describe("rows without an identity are known by what they have in common", () => {
  const event = (n: number): object => ({
    kind: n % 2 === 0 ? "start" : "stop",
    host: `h${n}`,
    level: n * 7,
    ok: true,
  });
  const events = (count: number): readonly object[] => Array.from({ length: count }, (_, n) => event(n));
  const later = (rows: readonly object[]): readonly object[] => rows.map((one) => ({ ...one, ok: false }));

  test("all changed and one taken out", () => {
    const rows = events(5);
    expect(checkCompare(json(rows), json(later(rows.toSpliced(1, 1))))).toMatchInlineSnapshot(`
      "differs
      breaking missing /1: {"kind":"stop","host":"h1","level":7,"ok":true} | absent
      changed value /0/ok: true | false
      changed value /2/ok -> /1/ok: true | false
      changed value /3/ok -> /2/ok: true | false
      changed value /4/ok -> /3/ok: true | false
      leaves: 38 compared, 0 ignored, 0 loosened"
    `);
  });
  test("all changed, one taken out and another put in", () => {
    const rows = events(4);
    expect(checkCompare(json(rows), json(later([...rows.slice(1), event(9)])))).toMatchInlineSnapshot(`
      "differs
      breaking missing /0: {"kind":"start","host":"h0","level":0,"ok":true} | absent
      additive extra /3: absent | {"kind":"stop","host":"h9","level":63,"ok":false}
      changed value /1/ok -> /0/ok: true | false
      changed value /2/ok -> /1/ok: true | false
      changed value /3/ok -> /2/ok: true | false
      leaves: 34 compared, 0 ignored, 0 loosened"
    `);
  });
  test("in a gap between equal ones", () => {
    const rows = events(6);
    const rust = [...rows.slice(0, 2), ...later(rows.slice(3, 5)), ...rows.slice(5)];
    expect(checkCompare(json(rows), json(rust))).toMatchInlineSnapshot(`
      "differs
      breaking missing /2: {"kind":"start","host":"h2","level":14,"ok":true} | absent
      changed value /3/ok -> /2/ok: true | false
      changed value /4/ok -> /3/ok: true | false
      leaves: 46 compared, 0 ignored, 0 loosened"
    `);
  });
  test("2,000 of them, one taken out at the front", () => {
    const rows = events(2000);
    const { differences } = compareBodies(json(rows), json(later(rows.slice(1))));
    expect(differences.filter(({ class: found }) => found === "missing").map(({ pointers }) => pointers)).toEqual([
      { python: "/0" },
    ]);
  });
  test("rows that are lists", () => {
    expect(checkCompare('[["a", 1, 2], ["b", 3, 4], ["c", 5, 6]]', '[["b", 3, 9], ["c", 5, 9]]'))
      .toMatchInlineSnapshot(`
      "differs
      breaking missing /0: ["a", 1, 2] | absent
      changed value /1/2 -> /0/2: 4 | 9
      changed value /2/2 -> /1/2: 6 | 9
      leaves: 17 compared, 0 ignored, 0 loosened"
    `);
  });
  test("what has nothing in common is compared in order", () => {
    expect(checkCompare('[{"a": 1}, {"a": 2}]', '[{"a": 3}, {"a": 4}]')).toMatchInlineSnapshot(`
      "differs
      changed value /0/a: 1 | 3
      changed value /1/a: 2 | 4
      leaves: 6 compared, 0 ignored, 0 loosened"
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

// A machine that has other work needs several times the usual five seconds.
test(
  "an array of millions that cannot be matched ends with a coarse answer, and what is beside it is compared",
  {
    timeout: 120_000,
  },
  () => {
    const ones = "1,".repeat(2_000_000);
    const bodyOf = (list: string, name: string): string => `{"list":[${list}],"name":"${name}"}`;
    expect(checkCompare(bodyOf(`${ones}2`, "a"), bodyOf(`2,${ones}1`, "a"))).toMatchInlineSnapshot(`
    "failed: An array has more than 2 million elements, too many to tell which belong together; what is marked as coarse is only known to be written otherwise.
    coarse changed value /list: [1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1… (4000003 characters) | [2,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1… (4000005 characters)
    leaves: 4000007 compared, 0 ignored, 0 loosened"
  `);
    expect(checkCompare(bodyOf(`${ones}2`, "a"), bodyOf(`2,${ones}1`, "b"))).toMatchInlineSnapshot(`
    "differs
    coarse changed value /list: [1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1… (4000003 characters) | [2,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1… (4000005 characters)
    changed value /name: "a" | "b"
    leaves: 4000007 compared, 0 ignored, 0 loosened"
  `);
    expect(checkCompare(bodyOf(`${ones}2`, "a"), bodyOf(`${ones}2`, "b"))).toMatchInlineSnapshot(`
    "differs
    changed value /name: "a" | "b"
    leaves: 4000006 compared, 0 ignored, 0 loosened"
  `);
  },
);
