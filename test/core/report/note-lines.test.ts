import { expect, test } from "vitest";

import type { CaseResult } from "#core/model/run/verdict.ts";
import { PLAIN } from "#core/report/layout/paint.ts";
import { noteLines } from "#core/report/run/note-lines.ts";
import { exampleRun } from "./report-examples.ts";

test("headers that only one side sent, and notes, are told once with a count", () => {
  const [result] = exampleRun().results;
  if (result === undefined) throw new Error("the example has no result");
  const results: readonly CaseResult[] = [
    { ...result, notes: ["Both bodies have a NaN."], uncomparedHeaders: { python: ["x-request-id"], rust: [] } },
    { ...result, uncomparedHeaders: { python: ["x-request-id"], rust: ["x-powered-by"] } },
  ];
  expect(noteLines(results, PLAIN).join("\n")).toMatchInlineSnapshot(`
    "notes
      Both bodies have a NaN. (1 case)
      Only Python sends \`x-request-id\` (2 cases), and it was not compared.
      Only Rust sends \`x-powered-by\` (1 case), and it was not compared."
  `);
  expect(noteLines([result], PLAIN)).toEqual([]);
});
