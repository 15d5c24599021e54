import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { createIRegexp } from "#core/text/json-path/i-regexp.ts";

/** Whether a pattern is a whole text, a part of it, or neither; or what is wrong with the pattern. */
function checkPattern(pattern: string, text: string): string {
  const reading = createIRegexp(pattern);
  if (reading.kind === "malformed") return `${reading.reason} (at ${reading.offset})`;
  const { matches, isFoundIn } = reading.regexp;
  if (matches(text)) return isFoundIn(text) ? "whole" : "whole, but no part";
  return isFoundIn(text) ? "part" : "no";
}

describe("patterns (RFC 9485)", () => {
  test.each([
    ["a|bc", "bc", "whole"],
    ["a|bc", "abc", "part"],
    ["", "", "whole"],
    ["", "a", "part"],
    ["(a|b)*c?", "abba", "whole"],
    ["a+", "", "no"],
    ["a{2}", "aa", "whole"],
    ["a{2,}", "a", "no"],
    ["a{2,3}", "aaaa", "part"],
    ["a{0}b", "b", "whole"],
    ["(a|)+", "aa", "whole"],
    ["(a*)*", "aab", "part"],
    [".", "\n", "no"],
    [".", "🌉", "whole"],
    [".{2}", "🌉", "no"],
    ["[a-cx]", "b", "whole"],
    ["[^a-c]", "b", "no"],
    ["[-a]", "-", "whole"],
    ["[a-]", "-", "whole"],
    ["[a\\-z]", "b", "no"],
    ["[^-]", "-", "no"],
    ["[$^.]", "^", "whole"],
    ["[\\p{Lu}\\p{Nd}]+", "Ü7", "whole"],
    ["\\P{L}", "ü", "no"],
    ["\\.\\[\\n", ".[\n", "whole"],
    ["é/ \"'", "é/ \"'", "whole"],
  ])("%j against %j: %s", (pattern, text, found) => {
    expect(checkPattern(pattern, text)).toBe(found);
  });

  test("what is not part of I-Regexp is refused", () => {
    const patterns = [
      "a**",
      "a+?",
      "*a",
      "{2}",
      "a{2,1}",
      "a{1001}",
      "a{2",
      "(a",
      "a)",
      "(?:a)",
      "(?=a)",
      "[]",
      "[a",
      "[b-a]",
      "[a-b-c]",
      "[[a]",
      "a]",
      "}",
      "^a",
      "a$",
      "\\d",
      "\\w+",
      "\\bword",
      "\\1",
      "\\p{Latin}",
      "\\pL",
      "a\\",
      "\u{D800}",
      "((((a{1000}){1000}){1000}){1000}){1000}",
      "((){1000}){1000}",
      `${"(".repeat(100)}a${")".repeat(100)}`,
    ];
    expect(patterns.map((pattern) => `${pattern.slice(0, 40).toWellFormed()}  ${checkPattern(pattern, "")}`).join("\n"))
      .toMatchInlineSnapshot(`
        "a**  A repetition cannot be repeated, made lazy or possessive; put it in a group (at 2)
        a+?  A repetition cannot be repeated, made lazy or possessive; put it in a group (at 2)
        *a  \`*\` has nothing to repeat; write \`\\*\` for the character (at 0)
        {2}  \`{\` has nothing to repeat; write \`\\{\` for the character (at 0)
        a{2,1}  The second count is smaller than the first (at 1)
        a{1001}  A count is at most 1000 (at 1)
        a{2  A count is \`{2}\`, \`{2,}\` or \`{2,3}\` (at 1)
        (a  \`)\` is expected (at 2)
        a)  \`)\` closes no group; write \`\\)\` for the character (at 1)
        (?:a)  Groups that begin with \`(?\` are not part of I-Regexp (at 1)
        (?=a)  Groups that begin with \`(?\` are not part of I-Regexp (at 1)
        []  A class has at least one character (at 2)
        [a  \`]\` is expected (at 2)
        [b-a]  The range ends before it begins (at 1)
        [a-b-c]  A hyphen stands first or last in a class; write \`\\-\` elsewhere (at 5)
        [[a]  \`[\` in a class is written \`\\[\` (at 1)
        a]  \`]\` stands alone; write \`\\]\` for the character (at 1)
        }  \`}\` stands alone; write \`\\}\` for the character (at 0)
        ^a  \`^\` is no anchor here: \`match\` takes the whole text and \`search\` any part of it; write \`\\^\` for the character (at 0)
        a$  \`$\` is no anchor here: \`match\` takes the whole text and \`search\` any part of it; write \`[$]\` for the character (at 1)
        \\d  \`\\d\` is no escape of I-Regexp; write \`[0-9]\` (at 0)
        \\w+  \`\\w\` is no escape of I-Regexp; write \`[A-Za-z0-9_]\` (at 0)
        \\bword  \`\\b\` is no escape of I-Regexp (at 0)
        \\1  \`\\1\` is no escape of I-Regexp (at 0)
        \\p{Latin}  \`\\p\` is followed by a category of Unicode: \`\\p{Lu}\` (at 0)
        \\pL  \`\\p\` is followed by a category of Unicode: \`\\p{Lu}\` (at 0)
        a\\  \`\\\` is no escape of I-Regexp (at 1)
        �  Half of a surrogate pair is no character (at 0)
        ((((a{1000}){1000}){1000}){1000}){1000}  The pattern repeats too much to be tried (at 0)
        ((){1000}){1000}  The pattern repeats too much to be tried (at 0)
        ((((((((((((((((((((((((((((((((((((((((  The groups are nested too deeply (at 50)"
      `);
  });
});

test("a pattern that others try without an end takes its time once", () => {
  const text = `${"a".repeat(50_000)}!`;
  expect(checkPattern("(a*)*b", text)).toBe("no");
  expect(checkPattern("(a|aa)+", text)).toBe("part");
  expect(checkPattern("(a|a)*(a|a)*(a|a)*c", text)).toBe("no");
  expect(checkPattern(`${"a?".repeat(300)}${"a".repeat(300)}`, "a".repeat(300))).toBe("whole");
});

const { pattern } = fc.letrec<Readonly<Record<"pattern" | "branch" | "piece" | "atom", string>>>((tie) => ({
  pattern: fc.array(tie("branch"), { minLength: 1, maxLength: 3, depthIdentifier: "p" }).map((each) => each.join("|")),
  branch: fc.array(tie("piece"), { maxLength: 4, depthIdentifier: "p" }).map((each) => each.join("")),
  piece: fc
    .tuple(tie("atom"), fc.constantFrom("", "", "", "*", "+", "?", "{2}", "{1,}", "{0,2}", "{1,3}"))
    .map((each) => each.join("")),
  atom: fc.oneof(
    { depthSize: "small", depthIdentifier: "p" },
    fc.constantFrom(
      "a",
      "b",
      ".",
      "é",
      "🌉",
      "\\n",
      "\\.",
      "-",
      "[ab]",
      "[^a]",
      "[^b-é]",
      "[-a]",
      "[🌉é]",
      "\\p{L}",
      "\\P{Ll}",
      "[\\p{Lu}a]",
    ),
    tie("pattern").map((each) => `(${each})`),
  ),
}));

test("patterns find what the expressions of JavaScript find that mean the same", () => {
  const counts = new Map<string, number>();
  const text = fc
    .array(fc.constantFrom("a", "b", "é", "🌉", "\n", ".", "-", "A"), { maxLength: 6 })
    .map((each) => each.join(""));
  fc.assert(
    fc.property(pattern, text, (own, given) => {
      // RFC 9485, section 5.3.
      const other = own.replaceAll(/\\.|\.|\[[^\]]*\]/gu, (part) => (part === "." ? "[^\\n\\r]" : part));
      const found = checkPattern(own, given);
      const isWhole = new RegExp(`^(?:${other})$`, "u").test(given);
      expect(found).toBe(isWhole ? "whole" : new RegExp(other, "u").test(given) ? "part" : "no");
      counts.set(found, (counts.get(found) ?? 0) + 1);
    }),
    { numRuns: 3000 },
  );
  // Each of the three was seen often.
  expect([...counts.values()].filter((count) => count > 100)).toHaveLength(3);
});
