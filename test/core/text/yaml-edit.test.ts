import { describe, expect, test } from "vitest";
import { parse } from "yaml";

import { appendToList, yamlScalar } from "#core/text/yaml/yaml-edit.ts";

/** A text after an item was appended to its list `rules`. */
function checkAppend(text: string): string {
  const edit = appendToList(text, "rules", [
    ["endpoint", "GET /a"],
    ["allow", "{ format: uuid }"],
    ["reason", yamlScalar("it's random: always, really")],
  ]);
  if (edit === undefined) return "refused";
  const changed = text.slice(0, edit.start) + edit.newText + text.slice(edit.end);
  expect(parse(changed)).toMatchObject({ rules: expect.any(Array) });
  expect(parse(changed).rules.at(-1)).toEqual({
    endpoint: "GET /a",
    allow: { format: "uuid" },
    reason: "it's random: always, really",
  });
  return changed;
}

describe("an item goes to the end of the list", () => {
  test("in its manner, comments around it stay", () => {
    expect(
      checkAppend(
        "version: 1\nrules:\n    # ids\n    - endpoint: GET /b # first\n      reason: x # why\n\n# kept\nnot_migrated: []\n",
      ),
    ).toMatchInlineSnapshot(`
      "version: 1
      rules:
          # ids
          - endpoint: GET /b # first
            reason: x # why
          - endpoint: GET /a
            allow: { format: uuid }
            reason: "it's random: always, really"

      # kept
      not_migrated: []
      "
    `);
  });
  test("that is not indented", () => {
    expect(checkAppend("rules:\n- endpoint: GET /b\nlast: 1")).toMatchInlineSnapshot(`
      "rules:
      - endpoint: GET /b
      - endpoint: GET /a
        allow: { format: uuid }
        reason: "it's random: always, really"
      last: 1"
    `);
  });
  test("whose last item is a text of several lines", () => {
    expect(checkAppend("rules:\n  - endpoint: GET /b\n    reason: |\n      one\n      two\n")).toMatchInlineSnapshot(`
      "rules:
        - endpoint: GET /b
          reason: |
            one
            two
        - endpoint: GET /a
          allow: { format: uuid }
          reason: "it's random: always, really"
      "
    `);
  });
  test("in brackets", () => {
    expect(checkAppend("rules: [{ endpoint: GET /b }]\n")).toMatchInlineSnapshot(`
      "rules: [{ endpoint: GET /b }, { endpoint: GET /a, allow: { format: uuid }, reason: "it's random: always, really" }]
      "
    `);
    expect(checkAppend("rules:\n  [\n    { endpoint: GET /b },\n  ]\n")).toMatchInlineSnapshot(`
      "rules:
        [
          { endpoint: GET /b }, { endpoint: GET /a, allow: { format: uuid }, reason: "it's random: always, really" }
        ]
      "
    `);
  });
  test("on Windows", () => {
    expect(JSON.stringify(checkAppend("rules:\r\n  - endpoint: GET /b\r\n"))).toMatchInlineSnapshot(
      `""rules:\\r\\n  - endpoint: GET /b\\r\\n  - endpoint: GET /a\\r\\n    allow: { format: uuid }\\r\\n    reason: \\"it's random: always, really\\"\\r\\n""`,
    );
  });
});

describe("a list is begun", () => {
  test("where it is empty", () => {
    expect(checkAppend("version: 1\nrules: [] # none yet\nlast: 1\n")).toMatchInlineSnapshot(`
      "version: 1
      rules: # none yet
        - endpoint: GET /a
          allow: { format: uuid }
          reason: "it's random: always, really"
      last: 1
      "
    `);
    expect(checkAppend("version: 1\nrules:\nlast: 1\n")).toMatchInlineSnapshot(`
      "version: 1
      rules:
        - endpoint: GET /a
          allow: { format: uuid }
          reason: "it's random: always, really"
      last: 1
      "
    `);
  });
  test("where there is none", () => {
    expect(checkAppend("version: 1 # one\n# end\n")).toMatchInlineSnapshot(`
      "version: 1 # one
      rules:
        - endpoint: GET /a
          allow: { format: uuid }
          reason: "it's random: always, really"
      # end
      "
    `);
    expect(checkAppend("version: 1")).toMatchInlineSnapshot(`
      "version: 1
      rules:
        - endpoint: GET /a
          allow: { format: uuid }
          reason: "it's random: always, really"
      "
    `);
  });
});

test("what cannot be appended to is left alone", () => {
  expect(checkAppend("rules: x\n")).toBe("refused");
  expect(checkAppend("- 1\n")).toBe("refused");
  expect(checkAppend("a: b: c\n")).toBe("refused");
});

test("a text is written so that it is read again as it was", () => {
  for (const text of [
    "plain",
    "a: b",
    "# x",
    'it\'s "so"',
    "two\nlines",
    "",
    "true",
    "12",
    " x ",
    "x".repeat(200),
    "- a",
    "{a}",
    "é\u0007",
  ]) {
    expect(yamlScalar(text)).not.toContain("\n");
    expect(parse(`a: ${yamlScalar(text)}`)).toEqual({ a: text });
  }
});
