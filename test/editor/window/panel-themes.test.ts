import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, it } from "vitest";

import { themes } from "../../../scripts/vscode/server-host.ts";
import { openWindow } from "../open-window.ts";
import { switchOnDrift } from "../switch-on-drift.ts";

/** The Rust server may have to be built for this copy of the example. */
const RUN_LIMIT_MS = 240_000;

it(
  "beside the source in a window of 1280 pixels every difference can be read without scrolling sideways, in each theme",
  async () => {
    await using window = await openWindow({ size: { width: 1280, height: 800 } });
    switchOnDrift("utc-offset", window);
    await window.openFile("core-server-rs/src/routes/nodes.rs");
    await window.runCommand("Portolan: Run Parity…");
    await window.quickInput.type("GET /api/nodes/{node_id}");
    await window.quickInput.pick("GET /api/nodes/{node_id}");
    await window.page.locator("iframe.webview.ready").first().waitFor({ timeout: RUN_LIMIT_MS });
    const panel = await window.webviewFrame("Differences");
    await panel.getByText("/created_at").first().waitFor({ timeout: RUN_LIMIT_MS });
    await window.closeNotifications();
    mkdirSync(join(window.workspace, ".vscode"), { recursive: true });
    for (const [theme, { setting, cssClass }] of Object.entries(themes)) {
      const settings = JSON.stringify({ "workbench.colorTheme": setting });
      writeFileSync(join(window.workspace, ".vscode/settings.json"), settings);
      await window.page.locator(`.monaco-workbench.${cssClass}`).waitFor({ timeout: 60_000 });
      await window.screenshot(`panel-1280-${theme}`);
      const [all, visible] = await panel
        .locator("html")
        .evaluate((html) => [html.scrollWidth, html.clientWidth] as const);
      expect(all).toBe(visible);
      const clipped = await panel
        .locator(".value-pair, .visual-line, .hint, button")
        .evaluateAll((elements) =>
          elements
            .filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0)
            .map((one) => one.className),
        );
      expect(clipped).toEqual([]);
    }
  },
  RUN_LIMIT_MS * 2,
);
