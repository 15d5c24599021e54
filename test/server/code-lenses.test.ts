import { expect, test } from "vitest";

import type { LedgerRow } from "#core/model/ledger.ts";

import { codeLenses, type LensContext } from "../../src/server/code-lenses.ts";
import { minutesAfterVerdict, sampleLedger, sampleRow, sampleVerdict } from "../protocol/sample-ledger.ts";

const nodes = {
  python: "py/nodes.py:12-20",
  decorator: "py/nodes.py:10",
  rust: "rs/src/nodes.rs:42-60",
  contract: "openapi.json:30-90",
} as const;
const verified = sampleRow("GET /api/nodes", {
  ...nodes,
  status: "verified",
  verdict: sampleVerdict("GET /api/nodes", "match", 12, 12),
});

test("a Python handler has its lenses above the decorator", () => {
  expect(checkLenses("py/nodes.py", [verified])).toMatchInlineSnapshot(`
    "10: ▶ Run parity  (portolan.lens.run)
    10: ✓ 12 of 12 · 2 min ago  (text)
    10: Rust: nodes.rs:42  (portolan.lens.goTo)
    10: Contract  (portolan.lens.goTo)"
  `);
});

test("a Rust handler has its lenses above its name", () => {
  expect(checkLenses("rs/src/nodes.rs", [verified])).toMatchInlineSnapshot(`
    "42: ▶ Run parity  (portolan.lens.run)
    42: ✓ 12 of 12 · 2 min ago  (text)
    42: Python: nodes.py:12  (portolan.lens.goTo)
    42: Contract  (portolan.lens.goTo)"
  `);
});

test("an operation of the contract leads to both handlers", () => {
  expect(checkLenses("openapi.json", [verified])).toMatchInlineSnapshot(`
    "30: ▶ Run parity  (portolan.lens.run)
    30: ✓ 12 of 12 · 2 min ago  (text)
    30: Python: nodes.py:12  (portolan.lens.goTo)
    30: Rust: nodes.rs:42  (portolan.lens.goTo)"
  `);
});

test("a verdict that is not a match opens the differences, a stale one is only told", () => {
  const differs = sampleVerdict("GET /api/nodes", "differs", 11, 12);
  const rows = [
    sampleRow("GET /api/nodes", { rust: "nodes.rs:1", status: "differs", verdict: differs }),
    sampleRow("GET /api/old", { rust: "nodes.rs:9", status: "stale", verdict: differs }),
  ];
  expect(checkLenses("nodes.rs", rows)).toMatchInlineSnapshot(`
    "1: ▶ Run parity  (portolan.lens.run)
    1: ✗ 1 of 12 differs · 2 min ago  (portolan.lens.showDifferences)
    9: ▶ Run parity  (portolan.lens.run)
    9: 1 of 12 differs · changed since  (text)"
  `);
});

test("what is not on both sides cannot be run", () => {
  const rows = [
    sampleRow("GET /unported", { python: "a.py:1", status: "unported" }),
    sampleRow("GET /kept", { python: "a.py:5", status: "kept" }),
  ];
  expect(checkLenses("a.py", rows)).toMatchInlineSnapshot(`
    "1: not ported  (text)
    1: Create Rust handler…  (portolan.createStub)
    5: stays with Python  (text)"
  `);
});

test("two endpoints of one handler are told apart", () => {
  const rows = [
    sampleRow("GET /a", { python: "a.py:1", rust: "a.rs:1" }),
    sampleRow("POST /a", { python: "a.py:1", rust: "a.rs:1" }),
  ];
  expect(checkLenses("a.rs", rows)).toMatchInlineSnapshot(`
    "1: ▶ Run parity: GET /a  (portolan.lens.run)
    1: never compared  (text)
    1: Python: a.py:1  (portolan.lens.goTo)
    1: ▶ Run parity: POST /a  (portolan.lens.run)
    1: never compared  (text)
    1: Python: a.py:1  (portolan.lens.goTo)"
  `);
});

test("nothing is offered to run in a workspace that is not trusted", () => {
  expect(checkLenses("rs/src/nodes.rs", [verified], { isTrusted: false })).not.toContain("Run");
});

test("an endpoint that runs says so, and is not offered to run again", () => {
  const lenses = checkLenses("rs/src/nodes.rs", [verified], { running: new Set([verified.key]) });
  expect(lenses.split("\n").slice(0, 2)).toEqual(["42: running…  (text)", "42: ✓ 12 of 12 · 2 min ago  (text)"]);
});

test("another editor gets the command that the server executes, and the rest as text", () => {
  expect(checkLenses("rs/src/nodes.rs", [verified], { hasLensCommands: false })).toMatchInlineSnapshot(`
    "42: ▶ Run parity  (portolan.run)
    42: ✓ 12 of 12 · 2 min ago  (text)
    42: Python: nodes.py:12  (text)
    42: Contract  (text)"
  `);
});

test("the lines are carried to the text as it is now", () => {
  const lenses = codeLenses("rs/src/nodes.rs", context([verified]), (line) => line + 3);
  expect(lenses.map(({ range }) => range.start.line)).toEqual([44, 44, 44, 44]);
});

function checkLenses(file: string, rows: readonly LedgerRow[], options: Partial<LensContext> = {}): string {
  return codeLenses(file, { ...context(rows), ...options }, (line) => line)
    .map(({ range, command }) => `${range.start.line + 1}: ${command?.title ?? ""}  (${command?.command || "text"})`)
    .join("\n");
}

function context(rows: readonly LedgerRow[]): LensContext {
  return {
    project: "file:///home/ada/portolan.yaml",
    folder: "/home/ada",
    ledger: sampleLedger(rows),
    running: new Set(),
    nowMs: minutesAfterVerdict(2),
    isTrusted: true,
    hasLensCommands: true,
  };
}
