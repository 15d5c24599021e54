import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it, vi } from "vitest";

import { screenshotInThemes } from "../in-themes.ts";
import { useWindow } from "../open-window.ts";
import { switchOnDrift } from "../switch-on-drift.ts";

/** The Rust server may have to be built for this copy of the example. */
const RUN_LIMIT_MS = 600_000;

describe("what differs", () => {
  const window = useWindow({ size: { width: 1280, height: 800 } });

  it(
    "leads from a field of the answer to the members of both models, by keys alone",
    async () => {
      switchOnDrift("utc-offset", window());
      await window().openView("Portolan");
      await window().treeItem("GET /healthz").waitFor({ timeout: 120_000 });
      await window().runCommand("Portolan: Run Parity…");
      await window().quickInput.type("GET /api/nodes/{node_id}");
      await window().quickInput.pick("GET /api/nodes/{node_id}");
      await window()
        .treeItem(/GET \/api\/nodes\/\{node_id\}, .*\d+ of \d+/)
        .first()
        .waitFor({ timeout: RUN_LIMIT_MS / 2 });
      const panel = await window().webviewFrame("Differences");
      const difference = panel.locator(".difference").filter({ hasText: "/created_at" }).first();
      await difference.waitFor({ timeout: RUN_LIMIT_MS / 2 });
      await difference.locator(".difference-main").click();
      await window().page.keyboard.press("ArrowRight");
      await screenshotInThemes(window(), "panel-fields");
      await difference.getByRole("button", { name: "Go to Python field" }).focus();
      await window().page.keyboard.press("Enter");
      await lineWith(/created_at: /, "core-server/core_server/schemas/node.py");
      await difference.getByRole("button", { name: "Go to Python field" }).focus();
      await window().page.keyboard.press("ArrowRight");
      await window().page.keyboard.press("Enter");
      await lineWith(/pub created_at: /, "core-server-rs/src/models/node.rs");
    },
    RUN_LIMIT_MS,
  );

  it("is in the report of the last run, in the colours of the editor", async () => {
    await window().closeNotifications();
    await window().runCommand("Portolan: Open Report");
    const report = await window().webviewFrame("Parity Report");
    await report.getByText("/api/nodes/{node_id}").first().waitFor();
    await report.getByText("/created_at").first().waitFor();
    expect(existsSync(join(window().workspace, ".portolan/report.html"))).toBe(true);
    await screenshotInThemes(window(), "report");
  });

  it(
    "is run again by Rerun Last, and by Run Failed and Stale",
    async () => {
      for (const command of ["Rerun Last", "Run Failed and Stale"]) {
        await window().runCommand(`Portolan: ${command}`);
        await window()
          .notification(/Parity: /)
          .first()
          .waitFor();
        await window()
          .notification(/Parity: /)
          .first()
          .waitFor({ state: "detached", timeout: RUN_LIMIT_MS / 2 });
      }
      await window()
        .treeItem(/GET \/api\/nodes\/\{node_id\}, .*\d+ of \d+ differ/)
        .first()
        .waitFor();
    },
    RUN_LIMIT_MS,
  );

  /** The cursor stands in such a line of a file. */
  async function lineWith(text: RegExp, file: string): Promise<void> {
    const { page, workspace } = window();
    const name = file.split("/").at(-1) ?? file;
    await page.locator(".tabs-container .tab.active").filter({ hasText: name }).first().waitFor();
    const column = page.locator(".editor-group-container").first();
    const lines = readFileSync(join(workspace, file), "utf8").split("\n");
    await vi.waitFor(
      async () => {
        const number = await column.locator(".line-numbers.active-line-number").first().textContent();
        expect(lines[Number(number) - 1]).toMatch(text);
      },
      { timeout: 30_000 },
    );
  }
});
