import { expect, test } from "vitest";

import type { Finding } from "#core/model/finding.ts";
import { endpointKey } from "#core/model/endpoint.ts";
import { explainText } from "#core/report/ledger/explain-text.ts";
import { ledgerText } from "#core/report/ledger/ledger-text.ts";
import { routesText } from "#core/report/ledger/routes-text.ts";
import { PLAIN } from "#core/report/layout/paint.ts";
import { visible, visibleLines } from "#core/report/layout/visible.ts";
import { runGithub } from "#core/report/run/run-github.ts";
import { runMarkdown } from "#core/report/run/run-markdown.ts";
import { runText, runTextInFull } from "#core/report/run/run-text.ts";
import { exampleLedger, exampleResult, exampleRun, rowOf, verdictOf } from "./report-examples.ts";

/** What a path or a file's name may hold: it clears the screen, begins an annotation, turns the line round. */
const EVIL = "/a\u001B[2J\n::error file=x::planted\u202Eb";

const DANGEROUS = /[\p{Cc}\u202E]/u;
const at = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
const place = { file: `src${EVIL}.rs`, range: at };
const finding: Finding = { code: "route-rust-only", severity: "warning", place, facts: { endpoint: `GET ${EVIL}` } };

/** No line begins an annotation that is not ours, and nothing is obeyed. */
function checkHarmless(text: string): void {
  for (const line of text.split("\n")) {
    expect(DANGEROUS.test(line), JSON.stringify(line)).toBe(false);
    expect(line).not.toMatch(/^\s*::error file=x/);
  }
  expect(text).toContain("planted");
}

function evilLedger(): ReturnType<typeof exampleLedger> {
  const row = rowOf("GET", EVIL, "failed");
  const key = endpointKey("GET", EVIL);
  const verdict = { ...verdictOf(key, "failed", 1, 0), reason: EVIL };
  const [python] = row.python;
  return {
    ...exampleLedger(),
    rows: [{ ...row, verdict, milestones: [EVIL], python: python === undefined ? [] : [{ ...python, place }] }],
  };
}

test("the ledger and the routes", () => {
  checkHarmless(ledgerText(evilLedger(), [finding], PLAIN));
  const route = {
    side: "rust",
    framework: "axum",
    kind: "http",
    method: "GET",
    path: EVIL,
    file: place.file,
    line: 1,
  } as const;
  checkHarmless(routesText([{ ...route, handler: EVIL }], PLAIN));
  const step = { text: EVIL, by: EVIL, file: place.file, line: 1 };
  checkHarmless(explainText([{ ...route, steps: [step], handler: { ...step, name: EVIL } }], PLAIN));
});

test("a run in a terminal, in a comment and as annotations", () => {
  const key = endpointKey("GET", EVIL);
  const result = exampleResult(key);
  const differences = result.differences.map((each) => ({
    ...each,
    pointers: { python: EVIL },
    places: { rust: place },
    hint: { code: "evil", text: EVIL },
  }));
  const report = {
    ...exampleRun(),
    ledger: evilLedger(),
    verdicts: [{ ...verdictOf(key, "failed", 2, 0), reason: EVIL }],
    results: [
      { ...result, case: { ...result.case, name: EVIL, target: EVIL }, differences },
      { ...result, differences: [], verdict: "failed" as const, reason: EVIL },
    ],
    findings: [finding],
  };
  for (const text of [runText(report, PLAIN), runTextInFull(report, PLAIN), runMarkdown(report), runGithub(report)])
    checkHarmless(text);
});

test("what holds nothing of the sort stays the same object", () => {
  const ledger = exampleLedger();
  expect(visible(ledger)).toBe(ledger);
  expect(visible({ a: ["x\ty"], b: 1 })).toEqual({ a: ["x y"], b: 1 });
});

test("lines of a program keep their ends and lose their colours", () => {
  expect(visibleLines("\u001B[31merror\u001B[0m: x\r\n  at\u0007 y")).toBe("error: x\\u000d\n  at\\u0007 y");
});
