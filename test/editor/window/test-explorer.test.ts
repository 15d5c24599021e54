import { describe, expect, it } from "vitest";

import { useWindow } from "../open-window.ts";
import { switchOnDrift } from "../switch-on-drift.ts";

/** The Rust server may have to be built for this copy of the example. */
const RUN_LIMIT_MS = 240_000;

describe.each(["dark", "light", "high-contrast", "high-contrast-light"] as const)(
  "the Test Explorer in %s",
  (theme) => {
    const window = useWindow({ theme, size: { width: 1280, height: 800 } });

    it(
      "runs a milestone, shows what differs at the handler, and its cases",
      async () => {
        switchOnDrift("utc-offset", window());
        await window().openFile("core-server-rs/src/routes/nodes.rs");
        const view = await window().openView("Testing");
        const milestone = view.getByRole("treeitem", { name: /^nodes/ });
        await milestone.waitFor();
        await milestone.click();
        await milestone.hover();
        await milestone.getByRole("button", { name: "Run Test" }).click();
        const list = view.getByRole("treeitem", { name: /^GET \/api\/nodes \(/ });
        await view.getByRole("treeitem", { name: /^GET \/api\/nodes \(Failed/ }).waitFor({ timeout: RUN_LIMIT_MS });
        await view.getByRole("treeitem", { name: /^DELETE \/api\/nodes\/\{node_id\} \(Passed/ }).waitFor();
        await list.click();
        await window().page.keyboard.press("ArrowRight");
        await view
          .getByRole("treeitem", { name: /\(Failed/ })
          .nth(2)
          .waitFor();
        expect(await window().page.locator(".notification-toast").count()).toBe(0);
        await window().screenshot(`test-explorer-${theme}`);
        await window().runCommand("Test: Peek Output");
        await window().screenshot(`test-peek-${theme}`);
      },
      RUN_LIMIT_MS,
    );
  },
);
