import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { type Theme, themes } from "../../scripts/vscode/server-host.ts";
import type { TestWindow } from "./open-window.ts";

const THEMES = Object.keys(themes) as readonly Theme[];

/** Saves what a window shows in each of the four themes, as `<name>-<theme>.png`; the window stays open meanwhile. */
export async function screenshotInThemes(window: TestWindow, name: string): Promise<void> {
  for (const theme of [...THEMES, "dark" as const]) {
    const folder = join(window.workspace, ".vscode");
    mkdirSync(folder, { recursive: true });
    const settings = { "workbench.colorTheme": themes[theme].setting };
    writeFileSync(join(folder, "settings.json"), JSON.stringify(settings));
    await window.page.locator(`.monaco-workbench.${themes[theme].cssClass}`).waitFor();
    await window.screenshot(`${name}-${theme}`);
  }
}
