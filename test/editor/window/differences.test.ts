import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { FrameLocator, Locator } from "playwright-core";
import { beforeAll, describe, expect, it, vi } from "vitest";

import { inThemes, screenshotInThemes } from "../in-themes.ts";
import { RUST_NODES } from "../open-handler.ts";
import { useWindow } from "../open-window.ts";
import { switchOnDrift } from "../switch-on-drift.ts";

/** The Rust server may have to be built for this copy of the example. */
const RUN_LIMIT_MS = 600_000;

/** One window for a Rust server that is wrong in one way, and all that leads to the mend. */
describe("what differs", () => {
  const window = useWindow({ size: { width: 1280, height: 800 } });

  beforeAll(() => {
    switchOnDrift("utc-offset", window());
  });

  /** Runs the endpoint, and gives the panel, which opens when the run has ended. */
  async function runToPanel(): Promise<FrameLocator> {
    await window().openView("Portolan");
    await window().openFile(RUST_NODES);
    await window().runCommand("Portolan: Run Parity…");
    await window().quickInput.type("GET /api/nodes/{node_id}");
    await window().quickInput.pick("GET /api/nodes/{node_id}");
    await window()
      .page.locator("iframe.webview.ready")
      .first()
      .waitFor({ timeout: RUN_LIMIT_MS / 2 });
    return window().webviewFrame("Differences");
  }

  it(
    "stands in a panel beside the Rust source, where all of it can be read without scrolling sideways, in each theme",
    async () => {
      const { page } = window();
      const panel = await runToPanel();
      await panel.getByText("/created_at").first().waitFor();
      await panel
        .getByText(/2024-03-01T08:00:00\+00:00/)
        .first()
        .waitFor();
      await page.locator(".editor-group-container").first().getByText("fn read_node").waitFor();
      expect(await page.locator(".editor-group-container").count()).toBe(2);
      await window().closeNotifications();
      await inThemes(window(), async (theme) => {
        await window().screenshot(`panel-1280-${theme}`);
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
      });
    },
    RUN_LIMIT_MS,
  );

  it(
    "leads from a field of the answer to the members of both models, by keys alone",
    async () => {
      const panel = await window().webviewFrame("Differences");
      const difference = panel.locator(".difference").filter({ hasText: "/created_at" }).first();
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

  it(
    "is followed case by case in the panel, which an endpoint that could not be compared opens too",
    async () => {
      const { workspace } = window();
      const file = join(workspace, "cases/teapot.yaml");
      writeFileSync(file, "- endpoint: GET /healthz\n  name: a teapot\n  expect: 418\n");
      await window().runCommand("View: Close All Editors");
      await window().openView("Portolan");
      await window().runCommand("Portolan: Run Parity…");
      await window().quickInput.type("GET /healthz");
      await window().quickInput.pick("GET /healthz");
      await window()
        .notification("GET /healthz: could not be compared")
        .waitFor({ timeout: RUN_LIMIT_MS / 2 });
      await window().page.locator(".tabs-container .tab").filter({ hasText: "GET /healthz" }).waitFor();
      const panel = await window().webviewFrame("Differences");
      const teapot = (verdict: string): Locator =>
        panel.locator("[role=option]").filter({
          has: window().page.locator(`.mark-${verdict}`),
          hasText: "a teapot",
        });
      await teapot("failed").waitFor();
      await screenshotInThemes(window(), "panel-failed");
      writeFileSync(file, "- endpoint: GET /healthz\n  name: a teapot\n  expect: 200\n");
      await window().closeNotifications();
      await window().runCommand("Portolan: Rerun Last");
      await teapot("match").waitFor({ timeout: RUN_LIMIT_MS / 2 });
      rmSync(file);
    },
    RUN_LIMIT_MS,
  );

  it(
    "is a message at the handler in the Test Explorer, once its milestone was run there",
    async () => {
      const { page } = window();
      await window().closeNotifications();
      await window().runCommand("View: Close All Editors");
      await window().openFile(RUST_NODES);
      const view = await window().openView("Testing");
      const milestone = view.getByRole("treeitem", { name: /^nodes/ });
      await milestone.waitFor();
      await milestone.click();
      await milestone.hover();
      await milestone.getByRole("button", { name: "Run Test" }).click();
      const list = view.getByRole("treeitem", { name: /^GET \/api\/nodes \(/ });
      await view.getByRole("treeitem", { name: /^GET \/api\/nodes \(Failed/ }).waitFor({ timeout: RUN_LIMIT_MS / 2 });
      await view.getByRole("treeitem", { name: /^DELETE \/api\/nodes\/\{node_id\} \(Passed/ }).waitFor();
      await list.click();
      await page.keyboard.press("ArrowRight");
      await view
        .getByRole("treeitem", { name: /\(Failed/ })
        .nth(2)
        .waitFor();
      expect(await page.locator(".notification-toast").count()).toBe(0);
      // What a run of this window came to is told once.
      await window().runCommand("Test Results: Focus on Test Results View");
      await page.locator(".test-output-peek-tree").getByText("GET /api/nodes").first().waitFor();
      expect(await page.getByText("Verdicts that were kept").count()).toBe(0);
      await screenshotInThemes(window(), "test-explorer");
      await window().runCommand("Test: Peek Output");
      await screenshotInThemes(window(), "test-peek");
      await page.keyboard.press("Escape");
    },
    RUN_LIMIT_MS,
  );

  it(
    "is ignored with a reason: its rules go into the project file, can be taken back, and the next run has them",
    async () => {
      const file = join(window().workspace, "portolan.yaml");
      const panel = await runToPanel();
      const cause = panel.locator(".cause-group").filter({ hasText: "/created_at" }).first();
      await cause.waitFor();
      await window().closeNotifications();

      const ignore = async (): Promise<void> => {
        await cause.getByRole("button", { name: "Ignore with reason…" }).click();
        // Both servers spell it so each time: a divergence, which is only ignored by whoever insists.
        await window().page.getByRole("button", { name: "Ignore All the Same" }).first().click();
        await window().quickInput.pick("equal up to: offset");
        await window().quickInput.type("Both are UTC.");
        await window().page.keyboard.press("Enter");
        await vi.waitFor(() => expect(readFileSync(file, "utf8")).toContain("Both are UTC."), { timeout: 30_000 });
      };
      const before = readFileSync(file, "utf8");
      await ignore();
      await window().page.getByRole("button", { name: "Undo" }).first().click();
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

      await window().page.getByRole("button", { name: "Run Again" }).first().click();
      await cause.waitFor({ state: "detached", timeout: RUN_LIMIT_MS });
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
