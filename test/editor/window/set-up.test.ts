import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it, onTestFinished } from "vitest";

import { circumstancesHere } from "../circumstances.ts";
import { openWindow } from "../open-window.ts";
import { copyWorkspace } from "../workspace-copy.ts";

describe("a workspace without a project file", () => {
  it("is welcomed with Set Up…, which writes one that works", async () => {
    const { folder, temporaryFolder } = await copyWorkspace(circumstancesHere().example);
    onTestFinished(() => rmSync(temporaryFolder, { recursive: true, force: true }));
    const file = join(folder, "portolan.yaml");
    rmSync(file);
    await using window = await openWindow({ workspace: folder });
    const view = await window.openView("Portolan");
    const button = view.getByRole("button", { name: "Set Up…" });
    await button.waitFor();
    await window.screenshot("welcome-dark");
    await button.click();
    await window.page.locator(".tabs-container .tab.active").filter({ hasText: "portolan.yaml" }).waitFor();
    await window.treeItem("GET /api/dashboard/state").waitFor();
    await window.screenshot("set-up-dark");
    const text = readFileSync(file, "utf8");
    expect(text).toMatch(/python:\n\s+folder: core-server # \S/);
    expect(text).toMatch(/rust:\n\s+folder: core-server-rs # \S/);
    expect(text).toContain("openapi/openapi.json");
  });
});

describe("a workspace that is not trusted", () => {
  it("has the list of endpoints and runs nothing", async () => {
    await using window = await openWindow({ trust: "restricted", size: { width: 1600, height: 1000 } });
    await window.openView("Portolan");
    await window.treeItem("GET /api/dashboard/state").waitFor();
    const editor = await window.openFile("core-server-rs/src/routes/nodes.rs");
    await editor.getByText("Python: nodes.py").first().waitFor();
    expect(await editor.getByText("Run parity").count()).toBe(0);
    await window.screenshot("restricted-dark");
    await window.trustWorkspace();
    await window.openFile("core-server-rs/src/routes/nodes.rs");
    await editor.getByText("Run parity").first().waitFor();
  });
});
