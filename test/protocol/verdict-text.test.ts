import { expect, test } from "vitest";

import type { Status } from "#core/model/ledger.ts";
import { ageText, markedRowText, rowText } from "#protocol/verdict-text.ts";

import { minutesAfterVerdict, sampleRow, sampleVerdict } from "./sample-ledger.ts";

test("an age changes at most once a minute", () => {
  const ages = [-5, 0, 0.99, 1, 2.5, 59, 60, 150, 60 * 24, 60 * 48].map((minutes) =>
    ageText("2026-01-01T00:00:00Z", minutesAfterVerdict(minutes)),
  );
  expect(ages.join("\n")).toMatchInlineSnapshot(`
    "just now
    just now
    just now
    1 min ago
    2 min ago
    59 min ago
    1 h ago
    2 h ago
    yesterday
    2 days ago"
  `);
});

test("the last verdict is told with its age, a stale one without", () => {
  expect(
    [
      checkRow("verified", "match", 12, 12),
      checkRow("differs", "differs", 11, 12),
      checkRow("differs", "differs", 0, 12),
      checkRow("failed", "failed", 0, 1),
      checkRow("stale", "match", 12, 12),
      checkRow("stub", "differs", 0, 1),
    ].join("\n"),
  ).toMatchInlineSnapshot(`
    "verified: ✓ 12 of 12 · 2 min ago
    differs: ✗ 1 of 12 differs · 2 min ago
    differs: ✗ 12 of 12 differ · 2 min ago
    failed: ⚠ could not be compared · 2 min ago
    stale: 12 of 12 · changed since
    stub: stub"
  `);
});

test("without a verdict, the status says why", () => {
  expect(rowText(sampleRow("GET /a", { status: "unported" }), 0)).toBe("not ported");
  expect(rowText(sampleRow("GET /a", { status: "ported" }), 0)).toBe("never compared");
});

function checkRow(status: Status, verdict: "match" | "differs" | "failed", matched: number, cases: number): string {
  const row = sampleRow("GET /a", { status, verdict: sampleVerdict("GET /a", verdict, matched, cases) });
  return `${status}: ${markedRowText(row, minutesAfterVerdict(2))}`;
}
