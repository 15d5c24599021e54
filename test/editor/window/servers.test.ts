import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it, vi } from "vitest";

import { newMark, pidsWith } from "../../processes.ts";
import { screenshotInThemes } from "../in-themes.ts";
import { openWindow, type TestWindow } from "../open-window.ts";

/** The Rust server may have to be built for this copy of the example. */
const RUN_LIMIT_MS = 600_000;

const RUST_NODES = "core-server-rs/src/routes/nodes.rs";

describe("the two servers", () => {
  it(
    "are started, stopped and restarted one by one, and outlive a build error, a cancelled run and the other's death",
    async () => {
      const mark = newMark();
      await using window = await openWindow({ environment: mark, size: { width: 1280, height: 800 } });
      const pids = (): Record<"python" | "rust", readonly number[]> => ({
        python: pidsWith(mark, /^\S*python\S* -m core_server serve/),
        rust: pidsWith(mark, /^\S*core-server-rs serve/),
      });
      const states = async (): Promise<string> => {
        const label = await window.page.locator("[id='portolan.portolan.portolan.status']").getAttribute("aria-label");
        return label?.split(", ").slice(2).join(", ") ?? "";
      };
      const until = (wanted: string): Promise<void> =>
        vi.waitFor(async () => expect(await states()).toBe(wanted), { timeout: RUN_LIMIT_MS / 2, interval: 200 });

      const view = await window.openView("Portolan");
      await window.treeItem("GET /healthz").waitFor();
      await window.runCommand("Portolan: Start Rust Server");
      await until("Python server stopped, Rust server running");
      expect(pids().python).toEqual([]);
      expect(pids().rust).toHaveLength(1);

      await window.runCommand("Portolan: Start Servers");
      await until("servers running");
      const first = pids();
      expect(first.python).toHaveLength(1);

      await window.runCommand("Portolan: Restart Rust Server");
      await vi.waitFor(() => expect(pids().rust[0] ?? first.rust[0]).not.toBe(first.rust[0]), { timeout: 60_000 });
      await until("servers running");
      const second = pids();
      expect(second.python).toEqual(first.python);

      await view.hover();
      await view.getByRole("button", { name: "Views and More Actions..." }).click();
      await window.page.getByRole("menuitem", { name: "Servers" }).hover();
      await window.page.getByRole("menuitem", { name: "Show Rust Output" }).waitFor();
      await screenshotInThemes(window, "servers-menu");
      await window.page.keyboard.press("Escape");
      await window.page.keyboard.press("Escape");
      await window.page.locator("[id='portolan.portolan.portolan.status']").hover();
      await window.page.locator(".monaco-hover").getByText("Restart").first().waitFor();
      await screenshotInThemes(window, "servers-tooltip");

      await withChanged(
        window,
        RUST_NODES,
        (text) => `${text}\nfn broken() -> u32 { "no number" }\n`,
        async () => {
          await runParity(window, "GET /healthz");
          await window.notification("Rust does not build: mismatched types").waitFor({ timeout: RUN_LIMIT_MS / 2 });
          await window.notification("Rust does not build").getByRole("button", { name: "Show Output" }).click();
          await window.page.locator(".part.panel .view-line").getByText("no number").first().waitFor();
          await screenshotInThemes(window, "servers-output");
        },
      );
      expect(pids()).toEqual(second);
      await until("servers running");

      await window.closeNotifications();
      await withChanged(
        window,
        RUST_NODES,
        (text) => `${text}// another\n`,
        async () => {
          await runParity(window, "GET /healthz");
          await window.notification("Parity: GET /healthz").getByRole("button", { name: "Cancel" }).click();
          await window.page.locator(".statusbar-item").getByText("GET /healthz: stopped").waitFor();
        },
      );
      expect(pids()).toEqual(second);

      for (const pid of second.rust) process.kill(pid, "SIGKILL");
      await vi.waitFor(() => expect(pids().rust).toEqual([]));
      await runParity(window, "GET /healthz");
      await window.treeItem(/GET \/healthz, .*?(\d+) of \1/).waitFor({ timeout: RUN_LIMIT_MS / 2 });
      expect(pids().python).toEqual(first.python);
      expect(pids().rust).toHaveLength(1);

      await window.runCommand("Portolan: Stop Python Server");
      await until("Python server stopped, Rust server running");
      expect(pids().python).toEqual([]);
      expect(pids().rust).toHaveLength(1);
      await window.runCommand("Portolan: Stop Servers");
      await until("servers stopped");
      expect(pids()).toEqual({ python: [], rust: [] });
    },
    RUN_LIMIT_MS,
  );
});

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
