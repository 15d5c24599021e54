import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { errors, type Locator } from "playwright-core";
import { describe, expect, it, vi } from "vitest";

import { newMark, pidsWith } from "../../processes.ts";
import { screenshotInThemes } from "../in-themes.ts";
import { openHandler, RUST_NODES } from "../open-handler.ts";
import { type TestWindow, useWindow } from "../open-window.ts";

/** The Rust server may have to be built for this copy of the example. */
const RUN_LIMIT_MS = 600_000;

const CASE = `- endpoint: GET /api/nodes/{node_id}
  name: a secret that is no node's id
  parameters: { node_id: "\${secret:HARBOUR_NODE}" }
  expect: 422
`;

/** One window for both servers, which answer alike, from the first run to the end of the window. */
describe("two servers that answer alike", () => {
  const mark = newMark();
  const window = useWindow({ environment: mark, size: { width: 1280, height: 800 } });

  const pids = (): Record<"python" | "rust", readonly number[]> => ({
    python: pidsWith(mark, /^\S*python\S* -m core_server serve/),
    rust: pidsWith(mark, /^\S*core-server-rs serve/),
  });

  /** Until the status bar says so of the servers. */
  const until = (wanted: string): Promise<void> =>
    vi.waitFor(
      async () => {
        const item = window().page.locator("[id='portolan.portolan.portolan.status']");
        expect((await item.getAttribute("aria-label"))?.split(", ").slice(2).join(", ")).toBe(wanted);
      },
      { timeout: RUN_LIMIT_MS / 2, interval: 200 },
    );

  it(
    "are run from the CodeLens of an endpoint, whose verdict stands there and in the tree",
    async () => {
      await window().openView("Portolan");
      await window().treeItem("GET /api/dashboard/state").waitFor();
      const editor = await openHandler(window(), window().workspace);
      await runFromLens(window(), editor);
      await window()
        .treeItem(/GET \/api\/nodes, .*?(\d+) of \1/)
        .first()
        .waitFor();
      await screenshotInThemes(window(), "verdict");
    },
    RUN_LIMIT_MS,
  );

  it(
    "are run with a secret that is asked for once and shown nowhere",
    async () => {
      const { page, workspace, quickInput } = window();
      mkdirSync(join(workspace, "cases"), { recursive: true });
      const file = join(workspace, "cases/secret.yaml");
      const kept = join(workspace, ".portolan/verdicts.json");
      const question = page.getByText("It stands for ${secret:HARBOUR_NODE}");
      // Each run that ends writes its verdicts.
      rmSync(kept);
      writeFileSync(file, CASE);
      await runParity(window(), "GET /api/nodes/{node_id}");
      await question.waitFor({ timeout: RUN_LIMIT_MS / 2 });
      await quickInput.type("lantern-4711-pier");
      await page.keyboard.press("Enter");
      await vi.waitFor(() => expect(existsSync(kept)).toBe(true), { timeout: RUN_LIMIT_MS / 2 });
      expect(readFileSync(kept, "utf8")).not.toContain("lantern-4711-pier");

      // This one would wait for the secret if it asked for it once more.
      rmSync(kept);
      await runParity(window(), "GET /api/nodes/{node_id}");
      await vi.waitFor(() => expect(existsSync(kept)).toBe(true), { timeout: RUN_LIMIT_MS / 2 });
      expect(readFileSync(kept, "utf8")).toContain("GET /api/nodes/{}");
      expect(await question.count()).toBe(0);
      rmSync(file);
    },
    RUN_LIMIT_MS,
  );

  it(
    "are started, stopped and restarted one by one, and outlive a build error, a cancelled run and the other's death",
    async () => {
      await window().runCommand("Portolan: Stop Servers");
      await until("servers stopped");
      const view = await window().openView("Portolan");
      await window().treeItem("GET /healthz").waitFor();
      await window().runCommand("Portolan: Start Rust Server");
      await until("Python server stopped, Rust server running");
      expect(pids().python).toEqual([]);
      expect(pids().rust).toHaveLength(1);

      await window().runCommand("Portolan: Start Servers");
      await until("servers running");
      const first = pids();
      expect(first.python).toHaveLength(1);

      await window().runCommand("Portolan: Restart Rust Server");
      await vi.waitFor(() => expect(pids().rust[0] ?? first.rust[0]).not.toBe(first.rust[0]), { timeout: 60_000 });
      await until("servers running");
      const second = pids();
      expect(second.python).toEqual(first.python);

      await view.hover();
      await view.getByRole("button", { name: "Views and More Actions..." }).click();
      await window().page.getByRole("menuitem", { name: "Servers" }).hover();
      await window().page.getByRole("menuitem", { name: "Show Rust Output" }).waitFor();
      await screenshotInThemes(window(), "servers-menu");
      await window().page.keyboard.press("Escape");
      await window().page.keyboard.press("Escape");
      await window().page.locator("[id='portolan.portolan.portolan.status']").hover();
      await window().page.locator(".monaco-hover").getByText("Restart").first().waitFor();
      await screenshotInThemes(window(), "servers-tooltip");

      await withChanged(
        window(),
        RUST_NODES,
        (text) => `${text}\nfn broken() -> u32 { "no number" }\n`,
        async () => {
          await runParity(window(), "GET /healthz");
          await window()
            .notification("Rust does not build: mismatched types")
            .waitFor({ timeout: RUN_LIMIT_MS / 2 });
          await window().notification("Rust does not build").getByRole("button", { name: "Show Output" }).click();
          await window().page.locator(".part.panel .view-line").getByText("no number").first().waitFor();
          await screenshotInThemes(window(), "servers-output");
        },
      );
      expect(pids()).toEqual(second);
      await until("servers running");

      await window().closeNotifications();
      await withChanged(
        window(),
        RUST_NODES,
        // The compiler computes it for minutes: the run is stopped before.
        (text) =>
          `${text}#[allow(long_running_const_eval)]\nconst _: u64 = { let mut n = 0; while n < 1 << 40 { n += 1; } n };\n`,
        async () => {
          await runParity(window(), "GET /healthz");
          const building = window().notification(/Parity: GET \/healthz.*Rust: building, (\d+ crates?, )?\d+ s/);
          await building.waitFor({ timeout: RUN_LIMIT_MS / 4 });
          await runParity(window(), "GET /api/nodes");
          const waiting = window().notification(/Parity: GET \/api\/nodes.*waiting for the run before it to end/);
          await waiting.getByRole("button", { name: "Cancel" }).click();
          await window().notification("Parity: GET /healthz").getByRole("button", { name: "Cancel" }).click();
          // Of two runs that are stopped the status bar shows the later one.
          await window()
            .page.locator(".statusbar-item")
            .getByText(/GET \/(healthz|api\/nodes): stopped/)
            .first()
            .waitFor();
          await window()
            .notification(/Parity: /)
            .first()
            .waitFor({ state: "detached" });
        },
      );
      expect(pids()).toEqual(second);

      for (const pid of second.rust) process.kill(pid, "SIGKILL");
      await vi.waitFor(() => expect(pids().rust).toEqual([]));
      await runParity(window(), "GET /healthz");
      await window()
        .treeItem(/GET \/healthz, .*?(\d+) of \1/)
        .waitFor({ timeout: RUN_LIMIT_MS / 2 });
      expect(pids().python).toEqual(first.python);
      expect(pids().rust).toHaveLength(1);

      await window().runCommand("Portolan: Stop Python Server");
      await until("Python server stopped, Rust server running");
      expect(pids().python).toEqual([]);
      expect(pids().rust).toHaveLength(1);
      await window().runCommand("Portolan: Stop Servers");
      await until("servers stopped");
      expect(pids()).toEqual({ python: [], rust: [] });
    },
    RUN_LIMIT_MS,
  );

  it(
    "are ended with their window",
    async () => {
      await window().runCommand("Portolan: Start Servers");
      await until("servers running");
      expect(pids()).toEqual({ python: [expect.any(Number)], rust: [expect.any(Number)] });
      await window().page.close();
      await vi.waitFor(() => expect(pids()).toEqual({ python: [], rust: [] }), { timeout: 30_000, interval: 200 });
    },
    RUN_LIMIT_MS,
  );
});

/** Runs the first endpoint that can be seen. A lens that is drawn anew in the moment of a click takes none: it is clicked again. */
async function runFromLens(window: TestWindow, editor: Locator): Promise<void> {
  const lens = window.page.locator(".codelens-decoration");
  const run = lens.getByText("▶ Run parity").filter({ visible: true }).first();
  const verdict = editor.getByText(/✓ (\d+) of \1 · just now/).first();
  await run.click();
  try {
    await verdict.waitFor({ timeout: RUN_LIMIT_MS / 2 });
  } catch (error) {
    if (!(error instanceof errors.TimeoutError)) throw error;
    await run.click();
    await verdict.waitFor({ timeout: RUN_LIMIT_MS / 3 });
  }
}

async function runParity(window: TestWindow, endpoint: string): Promise<void> {
  await window.runCommand("Portolan: Run Parity…");
  await window.quickInput.type(endpoint);
  await window.quickInput.pick(endpoint);
}

/** A file of the workspace is another while `act` is under way. */
async function withChanged(
  { workspace }: TestWindow,
  file: string,
  change: (text: string) => string,
  act: () => Promise<void>,
): Promise<void> {
  const path = join(workspace, file);
  const text = readFileSync(path, "utf8");
  writeFileSync(path, change(text));
  try {
    await act();
  } finally {
    writeFileSync(path, text);
  }
}
