import { expect, test } from "vitest";

import { meaningOf } from "#core/compare/allowances/allowances.ts";
import type { Allowance } from "#core/model/rules/allowance.ts";
import type { RuleSuggestion } from "#core/model/rules/rule-suggestion.ts";
import { rulePicks } from "../../../src/client/panel/rule-picks.ts";

test("each set says what it allows, where, and how much passes by it", () => {
  const suggestion = (path: string, allow: Allowance, covers: number): RuleSuggestion => ({
    target: { part: "body", path },
    allow,
    meaning: meaningOf(allow),
    covers,
  });
  const picks = rulePicks([
    {
      rules: [
        suggestion("$.items[*].at", { kind: "equal up to", value: ["offset", "fraction digits"] }, 3),
        suggestion("$.created", { kind: "equal up to", value: ["offset", "fraction digits"] }, 1),
      ],
      covers: 4,
    },
    { rules: [suggestion("$.items[0].at", { kind: "time tolerance", value: "1s" }, 1)], covers: 1 },
    { rules: [suggestion("$.items[0].at", "ignore", 1)], covers: 1 },
  ]);
  expect(picks.map(({ label, description, detail }) => `${label} | ${description} | ${detail}`).join("\n"))
    .toMatchInlineSnapshot(`
      "equal up to: [offset, fraction digits] | $.items[*].at, $.created | The narrowest. The same moment; the offset and the fraction digits may be written otherwise. 2 rules. Lets all 4 differences of this cause pass.
      time tolerance: 1s | $.items[0].at | The moments are at most so far apart.
      ignore | $.items[0].at | The value is not compared at all."
    `);
});
