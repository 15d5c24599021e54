import { expect, test } from "vitest";

import { rulePicks } from "../../../src/client/panel/rule-picks.ts";

test("each suggestion says what it allows, where, and how much passes by it", () => {
  const picks = rulePicks([
    {
      target: { part: "body", path: "$.items[*].at" },
      allow: { kind: "equal up to", parts: ["offset", "fraction digits"] },
      covers: 3,
    },
    { target: { part: "body", path: "$.items[0].at" }, allow: { kind: "time tolerance", ms: 1000 }, covers: 1 },
    { target: { part: "body", path: "$.items[0].at" }, allow: "ignore", covers: 1 },
  ]);
  expect(picks.map(({ label, description, detail }) => `${label} | ${description} | ${detail}`).join("\n"))
    .toMatchInlineSnapshot(`
    "equal up to: [offset, fraction digits] | $.items[*].at | The narrowest. The same moment; the offset and the fraction digits may be written otherwise. Lets 3 differences of this case pass.
    time tolerance: 1s | $.items[0].at | The moments are at most so far apart.
    ignore | $.items[0].at | The value is not compared at all."
  `);
});
