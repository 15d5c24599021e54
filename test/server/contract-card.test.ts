import { expect, test } from "vitest";

import { contractCard } from "../../src/server/contract-card.ts";
import { minutesAfterVerdict, sampleRow, sampleVerdict } from "../protocol/sample-ledger.ts";

test("the card tells contract, places and state", () => {
  const row = sampleRow("GET /api/nodes", {
    status: "verified",
    python: "py/nodes.py:12",
    rust: "rs/nodes.rs:42",
    contract: "openapi.json:30",
    verdict: sampleVerdict("GET /api/nodes", "match", 12, 12),
  });
  expect(contractCard(row, "/home/ada", minutesAfterVerdict(3))).toMatchInlineSnapshot(`
    "**\`GET /api/nodes\`** — ✓ 12 of 12 · 3 min ago

    Says what it does

    Answers \`200\`, \`422\` · needs a login

    [Python: nodes\\.py:12](file:///home/ada/py/nodes.py#L12) · [Rust: nodes\\.rs:42](file:///home/ada/rs/nodes.rs#L42) · [Contract: openapi\\.json:30](file:///home/ada/openapi.json#L30)"
  `);
});

test("what is not in the contract is said so", () => {
  const row = sampleRow("GET /api/nodes", { status: "rust-only", rust: "rs/nodes.rs:42" });
  expect(contractCard(row, "/home/ada", 0)).toMatchInlineSnapshot(`
    "**\`GET /api/nodes\`** — only in Rust

    Not in the contract.

    [Rust: nodes\\.rs:42](file:///home/ada/rs/nodes.rs#L42)"
  `);
});
