import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { type Theme, themes } from "../../scripts/vscode/server-host.ts";
import type { TestWindow } from "./open-window.ts";

const THEMES = Object.keys(themes) as readonly Theme[];

/** Does something in each of the four themes; the window stays open meanwhile, and is dark afterwards. */
export async function inThemes(window: TestWindow, act: (theme: Theme) => Promise<unknown>): Promise<void> {
  const folder = join(window.workspace, ".vscode");
  mkdirSync(folder, { recursive: true });
  const show = async (theme: Theme): Promise<void> => {
    const settings = { "workbench.colorTheme": themes[theme].setting };
    writeFileSync(join(folder, "settings.json"), JSON.stringify(settings));
    await window.page.locator(`.monaco-workbench.${themes[theme].cssClass}`).waitFor({ timeout: 60_000 });
  };
  for (const theme of THEMES) {
    await show(theme);
    await act(theme);
  }
  await show("dark");
}

/** Saves what a window shows in each of the four themes, as `<name>-<theme>.png`. */
export async function screenshotInThemes(window: TestWindow, name: string): Promise<void> {
  await inThemes(window, (theme) => window.screenshot(`${name}-${theme}`));
}
