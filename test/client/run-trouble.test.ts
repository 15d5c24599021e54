import { expect, test } from "vitest";

import type { RunEvent } from "#core/model/run/run-event.ts";

import { logLevelOf } from "../../src/client/log-level.ts";
import { followTrouble } from "../../src/client/run-trouble.ts";
import { shownOnce } from "../../src/client/shown-once.ts";
import { ended } from "../server/fake-runner.ts";
import { samplePlace } from "../protocol/sample-ledger.ts";

const problem = {
  side: "rust",
  message: "mismatched types",
  code: "E0308",
  place: samplePlace("rs/a.rs:12"),
  related: [],
} as const;
const crash = { side: "python", message: "KeyError: 'x'", place: samplePlace("py/a.py:7"), text: "" } as const;

function checkTrouble(events: readonly RunEvent[]): string | undefined {
  const { take, found } = followTrouble();
  for (const event of events) take(event);
  return found()?.text;
}

test("the first error of a build comes before any crash", () => {
  const build: RunEvent = { kind: "build-problem", problem };
  expect(checkTrouble([{ kind: "crashed", crash }, build, build])).toBe(
    "Rust does not build: mismatched types (E0308) at rs/a.rs:12:5, and 1 more error.",
  );
  expect(checkTrouble([{ kind: "crashed", crash }])).toBe("Python raised KeyError: 'x' at py/a.py:7:5.");
  expect(checkTrouble([])).toBeUndefined();
});

test("a run that was refused for mistakes in a file leads to the first of them", () => {
  const reason = "The project file has errors.";
  const found: RunEvent = {
    kind: "finding",
    finding: { code: "unknown-key", severity: "error", place: samplePlace("portolan.yaml:3"), facts: {} },
  };
  const text = "The project file has errors. The first is at portolan.yaml:3:5.";
  expect(checkTrouble([found, ended({ kind: "failed", reason })])).toBe(text);
  const prepared: RunEvent = { kind: "preparing", side: "rust", step: "build" };
  expect(checkTrouble([found, prepared, ended({ kind: "failed", reason })])).toBeUndefined();
  expect(checkTrouble([found, ended({ kind: "completed" })])).toBeUndefined();
});

test("what another source shows in the same line with the same code is not shown twice", () => {
  const at = (source: string, line: number, code?: string | { value: string }) => ({
    source,
    range: { start: { line } },
    ...(code !== undefined && { code }),
  });
  const ours = [
    at("portolan build", 3, "E0308"),
    at("portolan build", 4, "E0308"),
    at("portolan build", 5),
    at("portolan", 3, "E0308"),
  ];
  const others = [at("rustc", 3, { value: "E0308" }), at("rustc", 4, "E0277"), at("rustc", 5)];
  expect(shownOnce(ours, [...ours, ...others], "portolan build")).toEqual(ours.slice(1));
  expect(shownOnce(ours.slice(0, 3), ours.slice(0, 3), "portolan build")).toEqual(ours.slice(0, 3));
});

test.each([
  ["error[E0308]: mismatched types\n --> src/a.rs", "error"],
  ["2026-11-30T10:00:00.123Z  WARN sqlx::query: slow", "warn"],
  ["ERROR:    Exception in ASGI application", "error"],
  ["thread 'main' (7) panicked at src/a.rs:1:2:", "error"],
  ["\u001B[33mwarning\u001B[0m: unused", "warn"],
  ["[2026-11-30 10:00:00] DEBUG store: opened", "debug"],
  ["INFO:     127.0.0.1 - GET /errors 200", "info"],
  ["errors are counted", "info"],
])("%j is logged as %s", (text, level) => {
  expect(logLevelOf(text)).toBe(level);
});
