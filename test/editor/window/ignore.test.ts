import { readFileSync } from "node:fs";

import { expect, it, vi } from "vitest";

import { openWindow } from "../open-window.ts";
import { switchOnDrift } from "../switch-on-drift.ts";

/** The Rust server may have to be built for this copy of the example. */
const RUN_LIMIT_MS = 240_000;

it(
  "a cause is ignored with a reason: its rules go into the project file, can be taken back, and the next run has them",
  async () => {
    await using window = await openWindow({ size: { width: 1600, height: 1000 } });
    const file = switchOnDrift("utc-offset", window);
    await window.openFile("core-server-rs/src/routes/nodes.rs");
    await window.runCommand("Portolan: Run Parity…");
    await window.quickInput.type("GET /api/nodes/{node_id}");
    await window.quickInput.pick("GET /api/nodes/{node_id}");
    // The panel opens when the run has ended, and the Rust server may have to be built before.
    await window.page.locator("iframe.webview.ready").first().waitFor({ timeout: RUN_LIMIT_MS });
    const panel = await window.webviewFrame("Differences");
    const cause = panel.locator(".cause-group").filter({ hasText: "/created_at" }).first();
    await cause.waitFor({ timeout: RUN_LIMIT_MS });
    await window.closeNotifications();

    const ignore = async (): Promise<void> => {
      await cause.getByRole("button", { name: "Ignore with reason…" }).click();
      // Both servers spell it so each time: a divergence, which is only ignored by whoever insists.
      await window.page.getByRole("button", { name: "Ignore All the Same" }).first().click();
      await window.quickInput.pick("equal up to: offset");
      await window.quickInput.type("Both are UTC.");
      await window.page.keyboard.press("Enter");
      await vi.waitFor(() => expect(readFileSync(file, "utf8")).toContain("Both are UTC."), { timeout: 30_000 });
    };
    const before = readFileSync(file, "utf8");
    await ignore();
    await window.page.getByRole("button", { name: "Undo" }).first().click();
    await vi.waitFor(() => expect(readFileSync(file, "utf8")).toBe(before), { timeout: 30_000 });

    await ignore();
    const rule = (path: string): string =>
      [
        "  - endpoint: GET /api/nodes/{node_id}",
        `    path: ${path}`,
        "    allow: { equal up to: offset }",
        "    reason: Both are UTC.",
      ].join("\n");
    expect(readFileSync(file, "utf8")).toContain(rule("$.created_at"));
    expect(readFileSync(file, "utf8")).toContain(rule("$.updated_at"));

    await window.page.getByRole("button", { name: "Run Again" }).first().click();
    await cause.waitFor({ state: "detached", timeout: RUN_LIMIT_MS });
  },
  RUN_LIMIT_MS,
);
