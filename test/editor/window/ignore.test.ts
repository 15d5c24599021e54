import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, it, vi } from "vitest";

import { openWindow } from "../open-window.ts";

/** The Rust server may have to be built for this copy of the example. */
const RUN_LIMIT_MS = 240_000;

it(
  "a difference is ignored with a reason: the narrowest rule goes into the project file, and the next run has it",
  async () => {
    await using window = await openWindow({ size: { width: 1600, height: 1000 } });
    const file = join(window.workspace, "portolan.yaml");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace(/( {2}rust:\n(?:.*\n)*?(\s+)environment:\n)/, "$1$2  CORE_DRIFTS: utc-offset\n"));
    await window.openFile("core-server-rs/src/routes/nodes.rs");
    await window.runCommand("Portolan: Run Parity…");
    await window.quickInput.type("GET /api/nodes/{node_id}");
    await window.quickInput.pick("GET /api/nodes/{node_id}");
    const panel = await window.webviewFrame("Differences");
    const difference = panel.locator(".difference").filter({ hasText: "/created_at" }).first();
    await difference.waitFor({ timeout: RUN_LIMIT_MS });
    await window.closeNotifications();

    await difference.getByRole("button", { name: "Ignore with reason…" }).click();
    // Both servers spell it so each time: a divergence, which is only ignored by whoever insists.
    await window.page.getByRole("button", { name: "Ignore All the Same" }).first().click();
    await window.quickInput.pick("equal up to: offset");
    await window.quickInput.type("Both are UTC.");
    await window.page.keyboard.press("Enter");
    await vi.waitFor(() => expect(readFileSync(file, "utf8")).toContain("Both are UTC."), { timeout: 30_000 });
    expect(readFileSync(file, "utf8")).toContain(
      [
        "  - endpoint: GET /api/nodes/{node_id}",
        "    path: $.created_at",
        "    allow: { equal up to: offset }",
        "    reason: Both are UTC.",
      ].join("\n"),
    );

    await window.page.getByRole("button", { name: "Run Again" }).first().click();
    await difference.waitFor({ state: "detached", timeout: RUN_LIMIT_MS });
    await panel.getByText("/updated_at").first().waitFor();
  },
  RUN_LIMIT_MS,
);
