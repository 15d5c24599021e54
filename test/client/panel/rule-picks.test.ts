import { expect, test } from "vitest";

import { meaningOf } from "#core/compare/allowances/allowances.ts";
import type { Allowance } from "#core/model/rules/allowance.ts";
import type { RuleSuggestion } from "#core/model/rules/rule-suggestion.ts";
import { rulePicks } from "../../../src/client/panel/rule-picks.ts";

test("each suggestion says what it allows, where, and how much passes by it", () => {
  const suggestion = (path: string, allow: Allowance, covers: number): RuleSuggestion => ({
    target: { part: "body", path },
    allow,
    meaning: meaningOf(allow),
    covers,
  });
  const picks = rulePicks([
    suggestion("$.items[*].at", { kind: "equal up to", value: ["offset", "fraction digits"] }, 3),
    suggestion("$.items[0].at", { kind: "time tolerance", value: "1s" }, 1),
    suggestion("$.items[0].at", "ignore", 1),
  ]);
  expect(picks.map(({ label, description, detail }) => `${label} | ${description} | ${detail}`).join("\n"))
    .toMatchInlineSnapshot(`
    "equal up to: [offset, fraction digits] | $.items[*].at | The narrowest. The same moment; the offset and the fraction digits may be written otherwise. Lets 3 differences of this case pass.
    time tolerance: 1s | $.items[0].at | The moments are at most so far apart.
    ignore | $.items[0].at | The value is not compared at all."
  `);
});
