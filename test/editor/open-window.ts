import { afterAll, afterEach, beforeAll } from "vitest";

import { openWindow as openWindowWith, type Window, type WindowOptions } from "../../scripts/vscode/window.ts";
import { circumstancesHere } from "./circumstances.ts";
import { copyWorkspace } from "./workspace-copy.ts";

/** What a test chooses; the rest is given by `run.ts`. */
export type TestWindowOptions = Partial<
  Pick<WindowOptions, "theme" | "trust" | "settings" | "environment" | "size" | "scale" | "workspace" | "extension">
>;

/**
 * Opens a VS Code window with the extension. Without a `workspace`, on a fresh copy of the example, which goes with it.
 * To be disposed: `await using window = await openWindow({ theme: "light" })`.
 */
export async function openWindow(options: TestWindowOptions = {}): Promise<TestWindow> {
  const { example, ...given } = circumstancesHere();
  if (options.workspace !== undefined) {
    const window = await openWindowWith({ ...given, ...options, workspace: options.workspace });
    return { ...window, workspace: options.workspace };
  }
  const { folder, temporaryFolder } = await copyWorkspace(example);
  const window = await openWindowWith({
    ...given,
    ...options,
    workspace: folder,
    temporaryFolders: [temporaryFolder],
  });
  return { ...window, workspace: folder };
}

/** A window, and the folder that is open in it. */
export interface TestWindow extends Window {
  readonly workspace: string;
}

/**
 * One window for all tests of a `describe`: to be called in its body, and its result in tests. After a test that fails,
 * `failed-<name>.png` shows the window.
 */
export function useWindow(options: TestWindowOptions = {}): () => TestWindow {
  let window: TestWindow | undefined;
  const opened = (): TestWindow => {
    if (!window) throw new Error("The window is open only while tests run.");
    return window;
  };
  beforeAll(async () => {
    window = await openWindow(options);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await window?.screenshot(`failed-${task.name.replaceAll(/[^\w-]+/g, "-")}`);
  });
  afterAll(() => window?.dispose());
  return opened;
}
