import { existsSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it, vi } from "vitest";

import { screenshotInThemes } from "../in-themes.ts";
import { useWindow } from "../open-window.ts";

/** A window on a busy machine. */
const LIMIT_MS = 240_000;

const SIZE = { width: 1280, height: 800 };

/** One window for all that shows the project and runs nothing. */
describe("before anything is run", () => {
  const window = useWindow({ size: SIZE });

  it(
    "in a side bar as wide as VS Code makes it the status of every endpoint can be read",
    async () => {
      const view = await window().openView("Portolan");
      const rows = view.getByRole("treeitem");
      await rows.filter({ hasText: "GET /api/nodes" }).first().waitFor({ timeout: 90_000 });
      expect(await rows.count()).toBeGreaterThan(11);
      await window().openFile("core-server/core_server/api/reports.py");
      const cut = await rows.locator(".label-description").evaluateAll((descriptions) =>
        descriptions.flatMap((description) => {
          const label = description.closest(".monaco-icon-label");
          const end = label?.getBoundingClientRect().right ?? 0;
          const isCut = description.getBoundingClientRect().right > end + 0.5;
          return isCut ? [`${label?.textContent} (${description.getBoundingClientRect().right - end} px)`] : [];
        }),
      );
      expect(cut).toEqual([]);
      await screenshotInThemes(window(), "tree-1280");
    },
    LIMIT_MS,
  );

  it("a command of the tree works from the palette on what is selected", async () => {
    await window().runCommand("Portolan: Focus on Endpoints View");
    await window().treeItem("GET /api/nodes").first().click();
    await window().page.locator(".tab.active").filter({ hasText: "nodes.rs" }).waitFor();
    await window().runCommand("Portolan: Open Python Handler");
    await window().page.locator(".tab.active").filter({ hasText: ".py" }).waitFor();
  });

  it("the tree is narrowed by its menu", async () => {
    const view = await window().openView("Portolan");
    await window().treeItem("GET /healthz").waitFor();
    await view.hover();
    await view.getByRole("button", { name: "Filter" }).click();
    // A menu takes no click in its first moments, so that the one that opened it chooses nothing; keys it takes at once.
    await window().page.getByRole("menuitem", { name: "Not Ported" }).hover();
    await window().page.keyboard.press("Enter");
    await window().treeItem("GET /healthz").waitFor({ state: "detached" });
    await window().treeItem("GET /api/reports/fleet").waitFor();
    await window().screenshot("filter-dark");
    await window().runCommand("Portolan: Show All Endpoints");
    await window().treeItem("GET /healthz").waitFor();
  });

  it(
    "the walkthrough has its steps, each with a picture",
    async () => {
      const { page, quickInput } = window();
      // In a narrower one VS Code shows the text alone.
      await page.setViewportSize({ width: 1600, height: 1000 });
      await window().runCommand("Welcome: Open Walkthrough...");
      await quickInput.type("Port an endpoint with Portolan");
      await quickInput.pick("Port an endpoint with Portolan");
      const steps = page.locator(".getting-started-step");
      await steps.first().waitFor();
      expect(await steps.count()).toBe(5);
      await page.getByText("Ask both servers the same").first().click();
      await page.locator(".getting-started-media img").first().waitFor();
      await screenshotInThemes(window(), "walkthrough");
      await window().runCommand("View: Close All Editors");
      await page.setViewportSize(SIZE);
    },
    LIMIT_MS,
  );

  it(
    "an endpoint that only Python has gets a Rust handler by its lens, as one change that is undone at once",
    async () => {
      const { page, workspace } = window();
      const file = join(workspace, "core-server-rs/src/routes/reports.rs");
      await window().openView("Portolan");
      // What is not ported comes first then, and is in view.
      await window().runCommand("Portolan: Group Endpoints by Status");
      await window().treeItem("GET /api/reports/fleet").waitFor();
      await window().openFile("core-server/core_server/api/reports.py");
      const lens = page.locator(".codelens-decoration").getByText("Create Rust handler…").first();
      await lens.waitFor();
      await screenshotInThemes(window(), "stub-lens");
      await lens.click();
      await page.locator(".tabs-container .tab.active").filter({ hasText: "reports.rs" }).waitFor();
      await page.getByText("Err(StatusCode::NOT_IMPLEMENTED)").first().waitFor();
      await window()
        .treeItem(/GET \/api\/reports\/fleet.*stub/)
        .waitFor();
      await screenshotInThemes(window(), "stub-written");
      // What is typed stands in the body.
      await page.keyboard.type("todo!();");
      await page.getByText("todo!();Err(StatusCode::NOT_IMPLEMENTED)").first().waitFor();
      await page.keyboard.press("ControlOrMeta+Z");
      await page.keyboard.press("ControlOrMeta+Z");
      await vi.waitFor(() => expect(existsSync(file)).toBe(false), { timeout: 30_000 });
      await window()
        .treeItem(/GET \/api\/reports\/fleet.*not ported/)
        .waitFor();
    },
    LIMIT_MS,
  );
});
