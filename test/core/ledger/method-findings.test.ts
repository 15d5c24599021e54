import { expect, test } from "vitest";

import { methodFindings } from "#core/ledger/method-findings.ts";
import { findingText } from "#core/report/findings/finding-text.ts";

import { sampleRow } from "../../protocol/sample-ledger.ts";

const missing = sampleRow("PUT /a/{id}", { status: "unported", python: "a.py:4" });
const surplus = sampleRow("POST /a/{name}", { status: "rust-only", rust: "a.rs:7" });

test("a path that each side serves with one other method is told at the Rust route", () => {
  const [finding] = methodFindings([missing, surplus]);
  expect(finding?.place?.file).toBe("a.rs");
  expect(finding && findingText(finding)).toBe("Rust answers POST `/a/{id}`, and Python answers PUT (a.py:4:5).");
});

test("which of several is meant is not told", () => {
  const other = sampleRow("DELETE /a/{id}", { status: "unported", python: "a.py:9" });
  expect(methodFindings([missing, other, surplus])).toEqual([]);
  expect(methodFindings([missing])).toEqual([]);
});
