import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it, onTestFinished } from "vitest";

import { newMark, processesWith } from "../../processes.ts";
import { circumstancesHere } from "../circumstances.ts";
import { screenshotInThemes } from "../in-themes.ts";
import { openHandler } from "../open-handler.ts";
import { openWindow } from "../open-window.ts";
import { copyWorkspace } from "../workspace-copy.ts";

/** The Rust server may have to be built for this copy of the example, twice. */
const RUN_LIMIT_MS = 600_000;

describe("a workspace without a project file", () => {
  it(
    "is welcomed with Set Up…, which asks in steps, tries what it proposes, writes it and ends in a verdict",
    async () => {
      const { folder, temporaryFolder } = await copyWorkspace(circumstancesHere().example);
      onTestFinished(() => rmSync(temporaryFolder, { recursive: true, force: true }));
      const file = join(folder, "portolan.yaml");
      rmSync(file);
      const mark = newMark();
      await using window = await openWindow({
        workspace: folder,
        environment: mark,
        size: { width: 1280, height: 800 },
      });
      const { page, quickInput } = window;
      const step = (text: string): Promise<void> =>
        page
          .locator(".quick-input-widget:visible .quick-input-title")
          .filter({ hasText: text })
          .waitFor({ timeout: 90_000 })
          .catch(async (error: unknown) => {
            await window.screenshot("failed-set-up");
            throw error;
          });
      const view = await window.openView("Portolan");
      const button = view.getByRole("button", { name: "Set Up…" });
      await button.waitFor();
      await window.screenshot("welcome-dark");
      await button.click();

      await step("Set Up Portolan (1/5)");
      await quickInput.pick("core-server");
      await step("Set Up Portolan (2/5)");
      await page.locator(".quick-input-widget").getByRole("button", { name: "Back" }).click();
      await step("Set Up Portolan (1/5)");
      await screenshotInThemes(window, "set-up-first");
      await quickInput.pick("core-server");
      await step("Set Up Portolan (2/5)");
      await quickInput.pick("core-server-rs");
      await step("Set Up Portolan (3/5)");
      await quickInput.pick("openapi/openapi.json");
      await step("Set Up Portolan (4/5)");
      await quickInput.rows.filter({ hasText: "cargo build" }).waitFor();
      await screenshotInThemes(window, "set-up-consent");
      expect(processesWith(mark).filter((line) => /core[-_]server/.test(line))).toEqual([]);
      await quickInput.pick("Try It");
      await step("Set Up Portolan (5/5)");
      await quickInput.rows.filter({ hasText: "Rust: built" }).waitFor({ timeout: RUN_LIMIT_MS / 2 });
      const last = quickInput.rows.filter({ hasText: "Rust: uses the database that Portolan made" });
      await last.waitFor({ timeout: RUN_LIMIT_MS / 4 });
      await quickInput.rows.filter({ hasText: "Compare a First Endpoint" }).waitFor();
      await screenshotInThemes(window, "set-up-tried");
      expect(existsSync(file)).toBe(false);
      await quickInput.pick("Compare a First Endpoint");
      await page.locator(".tabs-container .tab.active").filter({ hasText: "portolan.yaml" }).waitFor();
      await window.treeItem(/GET \/healthz, .*?(\d+) of \1/).waitFor({ timeout: RUN_LIMIT_MS / 2 });
      await screenshotInThemes(window, "set-up-verdict");
      const text = readFileSync(file, "utf8");
      expect(text).toMatch(/python:\n\s+folder: core-server # \S/);
      expect(text).toMatch(/rust:\n\s+folder: core-server-rs # \S/);
      expect(text).toContain("openapi/openapi.json");
    },
    RUN_LIMIT_MS,
  );

  it(
    "has a warning with a quick fix at each line that is still to be filled in, and runs nothing",
    async () => {
      const { folder, temporaryFolder } = await copyWorkspace(circumstancesHere().example);
      onTestFinished(() => rmSync(temporaryFolder, { recursive: true, force: true }));
      const file = join(folder, "portolan.yaml");
      const marked = readFileSync(file, "utf8").replace(
        "ready: /healthz",
        "ready: /healthz # FILL IN: a path that answers 2xx",
      );
      writeFileSync(file, marked);
      await using window = await openWindow({ workspace: folder, size: { width: 1280, height: 800 } });
      const { page, quickInput } = window;
      const line = marked.split("\n").findIndex((each) => each.includes("# FILL IN")) + 1;
      await window.openFile(`portolan.yaml:${line}`);
      await page.locator(".squiggly-warning").first().waitFor({ timeout: 90_000 });
      await window.openView("Portolan");
      await window.runCommand("Portolan: Run Parity…");
      await quickInput.type("GET /healthz");
      await quickInput.pick("GET /healthz");
      await window.notification(`The first is at portolan.yaml:${line}`).waitFor();
      await window.notification("The first is at").getByRole("button", { name: "Go to Line" }).click();
      await page.keyboard.press("End");
      await page.keyboard.press("ControlOrMeta+.");
      await page.locator(".action-widget").getByText("This line is right: take the mark away").waitFor();
      await screenshotInThemes(window, "set-up-mark");
      await page.keyboard.press("Enter");
      await page.locator(".squiggly-warning").first().waitFor({ state: "detached" });
    },
    RUN_LIMIT_MS,
  );
});

describe("a workspace that is not trusted", () => {
  it("has the list of endpoints and runs nothing", async () => {
    await using window = await openWindow({ trust: "restricted", size: { width: 1280, height: 800 } });
    await window.page.locator(".statusbar-item").filter({ hasText: "Restricted Mode" }).waitFor();
    await window.openView("Portolan");
    await window.treeItem("GET /api/dashboard/state").waitFor();
    const editor = await openHandler(window, window.workspace);
    await editor.getByText("Python: nodes.py").first().waitFor();
    expect(await editor.getByText("Run parity").count()).toBe(0);
    // What would run or end something is not even offered.
    await window.page.keyboard.press("F1");
    await window.quickInput.type(">Portolan: S");
    await window.quickInput.rows.filter({ hasText: "Portolan: Show All Endpoints" }).first().waitFor();
    expect(await window.quickInput.rows.filter({ hasText: "Portolan: Stop Servers" }).count()).toBe(0);
    await window.page.keyboard.press("Escape");
    await window.screenshot("restricted-dark");
    await window.trustWorkspace();
    await openHandler(window, window.workspace);
    await editor.getByText("Run parity").first().waitFor();
  });
});
