import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { effectTexts } from "#core/compare/effects/effect-documents.ts";
import type { RuleTarget } from "#core/model/rules/rule.ts";
import type { StoredRow, TableChange } from "#core/model/run/table-change.ts";
import { checkEffects } from "./check-compare.ts";

/** A rule's target in the effect. */
const effect = (path: string): RuleTarget => ({ part: "effect", path });

/** The effect of inserting rows into `nodes`. */
const inserted = (...rows: readonly string[]): string => `{"nodes":{"key":["id"],"inserted":[${rows.join(",")}]}}`;

describe("what two sides wrote", () => {
  test("is equal whatever the order of the rows", () => {
    const rows = ['{"id":1,"name":"north"}', '{"id":2,"name":"west"}'];
    expect(checkEffects(inserted(...rows), inserted(...rows.toReversed()))).toMatchInlineSnapshot(`
      "match
      leaves: 14 compared, 0 ignored, 0 loosened"
    `);
  });

  test("differs in a column", () => {
    expect(checkEffects(inserted('{"id":1,"name":"north"}'), inserted('{"id":1,"name":"North"}')))
      .toMatchInlineSnapshot(`
        "differs
        changed value /nodes/inserted/0/name (id = 1): "north" | "North"
        leaves: 10 compared, 0 ignored, 0 loosened"
      `);
  });

  test("names the row by its key, a secret in it masked, and none where it has no key", () => {
    const tags = (weight: number): string =>
      `{"tags":{"key":["node","token"],"updated":[{"node":7,"token":"abcdef","weight":${weight}}]}}`;
    expect(checkEffects(tags(1), tags(2))).toContain("/tags/updated/0/weight (node = 7, token = •••): 1 | 2");
    const lines = (line: string): string => `{"log":{"key":[],"inserted":[{"line":"${line}","n":1}]}}`;
    expect(checkEffects(lines("a"), lines("b"))).toContain('/log/inserted/0/line: "a" | "b"');
  });

  test("differs in a row, a table, or all of it", () => {
    expect(checkEffects(inserted('{"id":1}', '{"id":2}'), inserted('{"id":2}'))).toMatchInlineSnapshot(`
      "differs
      breaking missing /nodes/inserted/0: {"id":1} | absent
        effect-missing
      leaves: 9 compared, 0 ignored, 0 loosened"
    `);
    expect(checkEffects(inserted('{"id":1}'), "{}")).toMatchInlineSnapshot(`
      "differs
      breaking missing /nodes: {"key":["id"],"inserted":[{"id":1}]} | absent
        effect-missing
      leaves: 7 compared, 0 ignored, 0 loosened"
    `);
    expect(checkEffects("{}", '{"log":{"key":[],"deleted":[{"line":"one"}]}}')).toMatchInlineSnapshot(`
      "differs
      additive extra /log: absent | {"key":[],"deleted":[{"line":"one"}]}
        effect-extra
      leaves: 7 compared, 0 ignored, 0 loosened"
    `);
  });

  test("differs in an integer past 2^53 and in a float for an integer", () => {
    expect(
      checkEffects(inserted('{"id":1,"n":9007199254740993,"x":1}'), inserted('{"id":1,"n":9007199254740992,"x":1.0}')),
    ).toMatchInlineSnapshot(`
      "differs
      changed precision /nodes/inserted/0/n (id = 1): 9007199254740993 | 9007199254740992
        precision-past-2-53
      changed type /nodes/inserted/0/x (id = 1): 1 | 1.0
        integer-or-float
      leaves: 12 compared, 0 ignored, 0 loosened"
    `);
  });

  test("says where two texts are the same JSON", () => {
    expect(
      checkEffects(
        inserted(String.raw`{"id":1,"j":"{\"a\": \"\\u00e4\"}"}`),
        inserted(String.raw`{"id":1,"j":"{\"a\":\"ä\"}"}`),
      ),
    ).toMatchInlineSnapshot(`
      "differs
      changed value /nodes/inserted/0/j (id = 1): "{\\"a\\": \\"\\\\u00e4\\"}" | "{\\"a\\":\\"ä\\"}"
        json-as-text
      leaves: 10 compared, 0 ignored, 0 loosened"
    `);
  });

  test("shows no secret", () => {
    expect(checkEffects(inserted('{"id":1,"password_hash":"abc"}'), inserted('{"id":1,"password_hash":"abd"}')))
      .toMatchInlineSnapshot(`
        "differs
        changed value /nodes/inserted/0/password_hash (id = 1): ••• | •••
        leaves: 10 compared, 0 ignored, 0 loosened"
      `);
  });
});

describe("rules for the effect", () => {
  test("leave values, rows and tables out, and count; a rule for the body takes nothing of it", () => {
    expect(
      checkEffects(inserted('{"id":1,"at":"x","n":1}'), inserted('{"id":1,"at":"y","n":1}'), [
        [effect("$.nodes.inserted[*].at"), "ignore"],
        ["$..at", "ignore"],
      ]),
    ).toMatchInlineSnapshot(`
      "match
      leaves: 10 compared, 2 ignored, 0 loosened
      rule 0: 1, rule 1: 0"
    `);
  });

  test("do not make up for a body that rules take as a whole", () => {
    expect(checkEffects(inserted('{"id":1}'), inserted('{"id":1}'), [["$", "ignore"]], { python: "[1]", rust: "[2]" }))
      .toMatchInlineSnapshot(`
      "failed: The rules ignore the whole body, so that nothing was compared (portolan.yaml:1:1).
      leaves: 6 compared, 2 ignored, 0 loosened
      rule 0: 1"
    `);
  });

  test("a rule that takes all of it leaves the bodies to be judged", () => {
    expect(checkEffects(inserted('{"id":1}'), "{}", [[effect("$.nodes"), "ignore"]])).toMatchInlineSnapshot(`
      "match
      leaves: 5 compared, 2 ignored, 0 loosened
      rule 0: 1"
    `);
  });
});

describe("random ids", () => {
  const rule = [effect("$.nodes.inserted[*].id"), "renamed ids"] as const;

  test("pair rows by what else they have", () => {
    expect(
      checkEffects(
        inserted('{"id":"p1","name":"north","port":1}', '{"id":"p2","name":"west","port":2}'),
        inserted('{"id":"r2","name":"west","port":2}', '{"id":"r1","name":"north","port":1}'),
        [rule],
      ),
    ).toMatchInlineSnapshot(`
      "match
      leaves: 14 compared, 0 ignored, 4 loosened
      rule 0: 2"
    `);
  });

  test("pair rows by the ids that the answer told", () => {
    expect(
      checkEffects(
        inserted('{"id":"p1","name":"a"}', '{"id":"p2","name":"b"}'),
        inserted('{"id":"r1","name":"b"}', '{"id":"r2","name":"a"}'),
        [["$[*]", "renamed ids"], rule],
        { python: '["p1","p2"]', rust: '["r1","r2"]' },
      ),
    ).toMatchInlineSnapshot(`
      "differs
      changed value /nodes/inserted/0/name (id = "p1"): "a" | "b"
      changed value /nodes/inserted/1/name (id = "p2"): "b" | "a"
      leaves: 8 compared, 0 ignored, 8 loosened
      rule 0: 2, rule 1: 2"
    `);
  });

  test("are explained by one mapping over answer and row: its break is what is shown", () => {
    expect(
      checkEffects(
        inserted('{"id":"p1","name":"a"}'),
        inserted('{"id":"r7","name":"a"}'),
        [["$.id", "renamed ids"], rule],
        { python: '{"id":"p1"}', rust: '{"id":"r1"}' },
      ),
    ).toMatchInlineSnapshot(`
      "differs
      changed value /nodes/inserted/0/id (id = "p1"): "p1" | "r7"
        renaming-broken
      leaves: 6 compared, 0 ignored, 4 loosened
      rule 0: 1, rule 1: 1"
    `);
  });

  test("of rows that are equal but for them go by turn, so that what refers to them fits", () => {
    const both = (first: string, second: string): string =>
      `{"nodes":{"key":["id"],"inserted":[{"id":"${first}","n":1},{"id":"${second}","n":1}]},"tags":{"key":["node"],"inserted":[{"node":"${second}","tag":"x"}]}}`;
    const renamed = [[effect("$.*.inserted[*]['id','node']"), "renamed ids"]] as const;
    expect(checkEffects(both("a", "b"), both("z", "y"), renamed)).toMatch(/^match/);
    expect(checkEffects(both("b", "a"), both("y", "z"), renamed)).toMatch(/^match/);
  });

  test("any number of rows, in any order, under any one-to-one renaming", () => {
    const rows = fc.uniqueArray(fc.record({ id: fc.nat(), name: fc.string(), n: fc.nat(3) }), {
      selector: ({ id }) => id,
      minLength: 1,
    });
    const written = fc.tuple(rows, fc.func(fc.nat()));
    fc.assert(
      fc.property(written, ([list, shuffle]) => {
        const distinct = list.map((row) => ({ ...row, name: `${row.name} ${row.id}` }));
        const others = distinct.toSorted((a, b) => shuffle(a.id) - shuffle(b.id) || a.id - b.id);
        const text = (all: typeof list, shift: number): string =>
          inserted(...all.map((row) => JSON.stringify({ ...row, id: row.id + shift })));
        const [python, rust] = [text(distinct, 0), text(others, 1e10)];
        expect(checkEffects(python, rust, [rule])).toMatch(/^match/);
        expect(checkEffects(rust, python, [rule])).toMatch(/^match/);
      }),
    );
  });

  test("that another table refers to are of the same mapping", () => {
    const both = (id: string, other: string): string =>
      `{"nodes":{"key":["id"],"inserted":[{"id":"${id}"}]},"tags":{"key":["node"],"inserted":[{"node":"${other}","tag":"x"}]}}`;
    expect(checkEffects(both("p1", "p1"), both("r1", "r9"), [[effect("$.*.inserted[*]['id','node']"), "renamed ids"]]))
      .toMatchInlineSnapshot(`
        "differs
        changed value /tags/inserted/0/node (node = "p1"): "p1" | "r9"
          renaming-broken
        leaves: 10 compared, 0 ignored, 4 loosened
        rule 0: 2"
      `);
  });
});

describe("as documents", () => {
  test("Rust's rows stand in the order of Python's that they are like", () => {
    const rows = (...added: readonly StoredRow[]): readonly TableChange[] => [
      { table: "nodes", columns: ["id", "name", "port"], key: ["id"], inserted: added, updated: [], deleted: [] },
    ];
    const texts = effectTexts({
      python: rows(["p1", "north", 1n], ["p2", "west", 2n]),
      rust: rows(["r0", "new", 3n], ["r2", "west", 2n], ["r1", "north", 1n]),
    });
    expect(texts.rust).toBe(
      '{"nodes":{"key":["id"],"inserted":[{"id":"r1","name":"north","port":1},{"id":"r2","name":"west","port":2},{"id":"r0","name":"new","port":3}]}}',
    );
  });

  const change = (updated: TableChange["updated"]): readonly TableChange[] => [
    { table: "nodes", columns: ["id", "name", "seen"], key: ["id"], inserted: [], updated, deleted: [] },
  ];

  test("an updated row has the columns that either side changed", () => {
    const before = [1n, "north", "yesterday"];
    expect(
      effectTexts({
        python: change([{ before, after: [1n, "North", "today"] }]),
        rust: change([{ before, after: [1n, "North", "yesterday"] }]),
      }),
    ).toMatchInlineSnapshot(`
      {
        "python": "{"nodes":{"key":["id"],"updated":[{"id":1,"name":"North","seen":"today"}]}}",
        "rust": "{"nodes":{"key":["id"],"updated":[{"id":1,"name":"North","seen":"yesterday"}]}}",
      }
    `);
  });
});
