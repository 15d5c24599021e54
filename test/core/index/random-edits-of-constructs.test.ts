import { expect, test } from "vitest";
import { checkRandomEdits, projectsOfConstructs } from "./random-edits.ts";

/** `npm run bench edits -- COUNT SEED` tries as many as one likes. */
const AMOUNT = { runs: 1, edits: 12, seed: 20260101 };

test(
  "after any edits of constructs an index answers what a new one answers, and so does the ledger",
  { timeout: 180_000 },
  async () => {
    const projects = projectsOfConstructs();
    const least = projects.length * AMOUNT.runs * AMOUNT.edits;
    expect(least).toBeGreaterThan(1000);
    expect(await checkRandomEdits(projects, AMOUNT)).toBe(least);
  },
);
