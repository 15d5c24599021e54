import { existsSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it, vi } from "vitest";

import { useWindow } from "../open-window.ts";

describe.each(["dark", "high-contrast-light"] as const)("an endpoint that only Python has, in %s", (theme) => {
  const window = useWindow({ theme, size: { width: 1280, height: 800 } });

  it("gets a Rust handler by its lens, as one change that is undone at once", async () => {
    const { page, workspace } = window();
    const file = join(workspace, "core-server-rs/src/routes/reports.rs");
    await window().openView("Portolan");
    // What is not ported comes first then, and is in view.
    await window().runCommand("Portolan: Group Endpoints by Status");
    await window().treeItem("GET /api/reports/fleet").waitFor();
    await window().openFile("core-server/core_server/api/reports.py");
    const lens = page.locator(".codelens-decoration").getByText("Create Rust handler…").first();
    await lens.waitFor();
    await window().screenshot(`stub-lens-${theme}`);
    await lens.click();
    await page.locator(".tabs-container .tab.active").filter({ hasText: "reports.rs" }).waitFor();
    await page.getByText("Err(StatusCode::NOT_IMPLEMENTED)").first().waitFor();
    await window()
      .treeItem(/GET \/api\/reports\/fleet.*stub/)
      .waitFor();
    await window().screenshot(`stub-written-${theme}`);
    // What is typed stands in the body.
    await page.keyboard.type("todo!();");
    await page.getByText("todo!();Err(StatusCode::NOT_IMPLEMENTED)").first().waitFor();
    await page.keyboard.press("ControlOrMeta+Z");
    await page.keyboard.press("ControlOrMeta+Z");
    await vi.waitFor(() => expect(existsSync(file)).toBe(false), { timeout: 30_000 });
    await window()
      .treeItem(/GET \/api\/reports\/fleet.*not ported/)
      .waitFor();
  });
});
