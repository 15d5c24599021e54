import { expect, test } from "vitest";

import type { Difference } from "#core/model/run/difference.ts";
import type { CaseResult } from "#core/model/run/verdict.ts";

import { caseOutput, caseText } from "../../../src/client/tests/case-text.ts";
import { caseOf } from "../../core/parity/case-of.ts";

const time: Difference = {
  class: "spelling",
  severity: "changed",
  part: "body",
  pointers: { python: "/at", rust: "/at" },
  values: { python: '"08:00Z"', rust: '"08:00+00:00"' },
  hint: { code: "offset", text: "Times are written with another offset." },
};

test("both sides are told line by line, where they differ", () => {
  const status: Difference = { ...time, part: "status", values: { python: "200", rust: "404" } };
  const { hint: _, ...missing } = { ...time, pointers: { python: "/id" }, values: { python: "7" } };
  expect(caseText(result([status, time, missing]))).toEqual({
    message: "3 differences.\nTimes are written with another offset.",
    sides: {
      python: 'status\n  200\n/at\n  "08:00Z"\n/id\n  7',
      rust: 'status\n  404\n/at\n  "08:00+00:00"\n/id\n  (absent)',
    },
  });
});

test("of very many differences the first are told, and how many more there are", () => {
  const { message, sides } = caseText({ ...result(Array.from({ length: 60 }, () => time)), omittedDifferences: 5 });
  expect(message).toContain("65 differences.");
  expect(sides?.python.split("\n")).toHaveLength(101);
  expect(sides?.python).toContain("(15 more in Portolan's panel)");
});

test("a case that failed is told by its reason", () => {
  const failed: CaseResult = { ...result([]), verdict: "failed", reason: "Python answered 500." };
  expect(caseText(failed)).toEqual({ message: "Python answered 500." });
  expect(caseOutput(failed)).toBe("/a: GET /a as default\n  Python answered 500.\n");
});

test("the output of a case has its request, what was compared, and what differs", () => {
  expect(caseOutput({ ...result([]), verdict: "match" })).toBe(
    "/a: GET /a as default\n  match: 9 values compared, 1 loosely, 2 ignored\n",
  );
  expect(caseOutput(result([time]))).toBe(
    [
      "/a: GET /a as default",
      "  1 difference.",
      "  Times are written with another offset.",
      "  /at",
      '  − Python "08:00Z"',
      '  + Rust "08:00+00:00"',
      "",
    ].join("\n"),
  );
});

function result(differences: readonly Difference[]): CaseResult {
  return {
    case: caseOf("GET", "/a"),
    verdict: "differs",
    differences,
    exchanges: {},
    coverage: { compared: 9, ignored: 2, loosened: 1 },
    ruleHits: [],
  };
}
