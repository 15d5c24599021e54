import { describe, expect, test } from "vitest";

import type { AnswerBody } from "#core/model/run/exchange.ts";
import { PLAIN } from "#core/report/layout/paint.ts";
import { compareJson, compareText } from "#core/report/compare-text.ts";
import { compareFiles } from "#core/session/compare-files.ts";
import { readRuleList } from "#core/session/rules/rule-list.ts";

/** A file's name and text. */
type TextFile = readonly [name: string, text: string];

/** Two files as `portolan compare` prints them. */
function checkFiles(left: TextFile, right: TextFile, ruleText = "[]"): string {
  const { rules } = readRuleList("rules.yaml", ruleText);
  const compared = compareFiles({
    left: { name: left[0], body: bodyOf(left[1]) },
    right: { name: right[0], body: bodyOf(right[1]) },
    rules,
    isTimeUp: () => false,
    today: "2026-11-23",
  });
  return compareText({ ...compared, rules }, PLAIN);
}

function bodyOf(text: string): AnswerBody {
  return text === "" ? { kind: "empty" } : { kind: "text", text };
}

describe("two bodies", () => {
  test("JSON by their content", () => {
    expect(checkFiles(["a", '{"id": 1, "at": "2024-01-01T00:00:00Z"}'], ["b", '{"at": "2024-01-01T00:00:00+00:00"}']))
      .toMatchInlineSnapshot(`
      "missing /id breaking
        left   1
        right  absent
      value /at changed
        left   "2024-01-01T00:00:00Z"
        right  "2024-01-01T00:00:00+00:00"
        why    The same moment: Python wrote UTC as \`Z\`, Rust as \`+00:00\`; use \`to_rfc3339_opts(SecondsFormat::AutoSi, true)\` or chrono's own serde.

      differ: 2 differences; 3 of 3 values compared (100 %), 0 ignored, 0 loosened
      "
    `);
  });
  test("that are the same but for cosmetics", () => {
    expect(checkFiles(["a.json", '{"a": 1e2, "b": 2}'], ["b.json", '{"b": 2, "a": 100.0}'])).toMatchInlineSnapshot(`
      "key-order the whole body cosmetic
        left   "a", "b"
        right  "b", "a"
        why    Rust writes members in the order of the struct's fields, or by chance where they come from a \`HashMap\`; Python in the order of the model's, or of its dict.
      spelling /a cosmetic
        left   1e2
        right  100.0
        why    The same number: Python's repr writes \`1e2\`, Rust's formatter \`100.0\`.

      match: 2 differences; 4 of 4 values compared (100 %), 0 ignored, 0 loosened
      "
    `);
  });
  test("that promise JSON by their names and are none", () => {
    expect(checkFiles(["a.json", "{}"], ["b.json", "{"])).toMatchInlineSnapshot(`
      "not-json the whole body breaking
        left   {}
        right  not JSON: a name in double quotes is expected, the text ends too early at byte 1; {
        why    One body is the beginning of the other and breaks off: look for a limit, a time-out, or a panic while it was written.

      differ: 1 difference; 2 of 2 values compared (100 %), 0 ignored, 0 loosened
      "
    `);
  });
  test("of lines", () => {
    expect(checkFiles(["a.jsonl", '{"id":1}\n{"id":2}\n'], ["b.jsonl", '{"id":1}\n'])).toMatchInlineSnapshot(`
      "missing /1 breaking
        left   {"id":2}
        right  absent

      differ: 1 difference; 3 of 3 values compared (100 %), 0 ignored, 0 loosened
      "
    `);
  });
  test("that are empty have nothing to compare", () => {
    expect(checkFiles(["a", ""], ["b", ""])).toMatchInlineSnapshot(`
      "not compared: 0 differences; 0 of 0 values compared (0 %), 0 ignored, 0 loosened
      Both files are empty, so that nothing was compared.
      "
    `);
  });
});

describe("rules", () => {
  const rule = (path: string): string => `- { endpoint: GET /x, path: ${path}, allow: ignore, reason: random }\n`;

  test("apply whatever endpoint they are for, and one that hits nothing is told", () => {
    expect(checkFiles(["a", '{"id": 1, "n": 1}'], ["b", '{"id": 2, "n": 1}'], rule("$.id") + rule("$.gone")))
      .toMatchInlineSnapshot(`
      "1 hit   ignore  $.id    random
      0 hits  ignore  $.gone  random

      1 finding
        rules.yaml:2:3: error: The rule ignore \`$.gone\` for GET /x hit nothing in this run; correct its path or remove it.

      match: 0 differences; 2 of 4 values compared (50 %), 2 ignored, 0 loosened
      "
    `);
  });
  test("that cannot be read are findings with a place", () => {
    const { rules, findings } = readRuleList("rules.yaml", "- { endpoint: GET /x, path: id, allow: all }\n");
    expect(rules).toEqual([]);
    expect(findings.map(({ code }) => code)).toMatchInlineSnapshot(`
      [
        "rule-path-unreadable",
        "yaml-unknown-value",
        "rule-without-reason",
      ]
    `);
  });
});

describe("saved exchanges", () => {
  const saved = (status: number, text: string): string =>
    JSON.stringify({
      request: { method: "GET", url: "/api", headers: [] },
      outcome: {
        kind: "answer",
        status,
        headers: [["content-type", "application/json"]],
        body: { kind: "text", text },
      },
    });

  test("are compared with their status and headers", () => {
    expect(checkFiles(["a.json", saved(200, '{"a": 1}')], ["b.json", saved(201, '{"a": 1}')])).toMatchInlineSnapshot(`
      "status breaking
        left   200
        right  201

      differ: 1 difference; 4 of 4 values compared (100 %), 0 ignored, 0 loosened
      "
    `);
  });
  test("an excerpt of a body is refused, which would compare what was left out as equal", () => {
    const whole: unknown = JSON.parse(saved(200, "[1]"));
    const excerpt = JSON.stringify(whole).replace('"text":"[1]"', '"text":"[1,…2]","characters":5000000');
    expect(() => checkFiles(["a.json", excerpt], ["b.json", excerpt])).toThrow(
      "The report has only an excerpt of this answer's body",
    );
  });

  test("are not compared with a body", () => {
    expect(() => checkFiles(["a.json", saved(200, "1")], ["b.json", "1"])).toThrow(
      "a.json is a saved exchange and b.json is a body; compare two exchanges or two bodies.",
    );
  });
  test("a body that only looks like one is a body", () => {
    const odd = '{"request": 1, "outcome": 2}';
    expect(checkFiles(["a.json", odd], ["b.json", odd])).toMatchInlineSnapshot(`
      "match: 0 differences; 4 of 4 values compared (100 %), 0 ignored, 0 loosened
      "
    `);
  });
});

test("for machines", () => {
  const compared = compareFiles({
    left: { name: "a", body: bodyOf("1") },
    right: { name: "b", body: bodyOf("2") },
    rules: [],
    isTimeUp: () => false,
    today: "2026-11-23",
  });
  expect(JSON.parse(compareJson({ ...compared, rules: [] }))).toMatchObject({
    version: 1,
    verdict: "differs",
    differences: [{ class: "value", pointers: { python: "", rust: "" }, values: { python: "1", rust: "2" } }],
    coverage: { compared: 2, ignored: 0, loosened: 0 },
  });
});
