import { errors, type Locator } from "playwright-core";
import { describe, expect, it, vi } from "vitest";

import { newMark, processesWith } from "../../processes.ts";
import { openHandler, RUST_NODES } from "../open-handler.ts";
import { openWindow, type TestWindow, useWindow } from "../open-window.ts";
import { switchOnDrift } from "../switch-on-drift.ts";

/** The Rust server may have to be built for this copy of the example. */
const RUN_LIMIT_MS = 240_000;

const lens = (window: TestWindow, title: string | RegExp) =>
  window.page.locator(".codelens-decoration").getByText(title).filter({ visible: true }).first();

/** Runs the first endpoint that can be seen. A lens that is drawn anew in the moment of a click takes none: it is clicked again. */
async function runFromLens(window: TestWindow, editor: Locator): Promise<void> {
  const verdict = editor.getByText(/✓ (\d+) of \1 · just now/).first();
  await lens(window, "▶ Run parity").click();
  try {
    await verdict.waitFor({ timeout: RUN_LIMIT_MS / 2 });
  } catch (error) {
    if (!(error instanceof errors.TimeoutError)) throw error;
    await lens(window, "▶ Run parity").click();
    await verdict.waitFor({ timeout: RUN_LIMIT_MS / 3 });
  }
}

describe.each(["dark", "light"] as const)("parity in a %s window", (theme) => {
  const window = useWindow({ theme, size: { width: 1600, height: 1000 } });

  it("lists every endpoint with its status", async () => {
    const view = await window().openView("Portolan");
    await window().treeItem("GET /api/dashboard/state").waitFor();
    expect(await view.getByRole("treeitem").count()).toBeGreaterThan(11);
    await window().screenshot(`tree-${theme}`);
  });

  it(
    "runs the endpoint whose CodeLens is clicked, and shows the verdict at the handler",
    async () => {
      const editor = await openHandler(window(), window().workspace);
      await runFromLens(window(), editor);
      await window()
        .treeItem(/GET \/api\/nodes, .*?(\d+) of \1/)
        .first()
        .waitFor();
      await window().screenshot(`verdict-${theme}`);
    },
    RUN_LIMIT_MS,
  );

  it(
    "opens the diff panel beside the Rust source where the answers differ",
    async () => {
      switchOnDrift("utc-offset", window());
      await window().openFile(RUST_NODES);
      await window().runCommand("Portolan: Run Parity…");
      await window().quickInput.type("GET /api/nodes/{node_id}");
      await window().quickInput.pick("GET /api/nodes/{node_id}");
      const panel = await window().webviewFrame("Differences");
      await panel.getByText("/created_at").first().waitFor({ timeout: RUN_LIMIT_MS });
      await panel
        .getByText(/2024-03-01T08:00:00\+00:00/)
        .first()
        .waitFor();
      await window().page.locator(".editor-group-container").first().getByText("fn read_node").waitFor();
      expect(await window().page.locator(".editor-group-container").count()).toBe(2);
      await window().closeNotifications();
      await window().screenshot(`diff-panel-${theme}`);
    },
    RUN_LIMIT_MS,
  );
});

describe("a window that is closed", () => {
  it(
    "leaves no server behind",
    async () => {
      const mark = newMark();
      await using window = await openWindow({ environment: mark });
      const editor = await openHandler(window, window.workspace);
      await runFromLens(window, editor);
      const servers = () =>
        processesWith(mark).filter((line) => /^(?!.*sh -c).*core[-_]server(?:-rs)? serve/.test(line));
      expect(servers()).toHaveLength(2);
      await window.page.close();
      await vi.waitFor(() => expect(servers()).toEqual([]), { timeout: 30_000, interval: 200 });
    },
    RUN_LIMIT_MS,
  );
});
