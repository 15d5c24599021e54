import type { Window } from "../../scripts/vscode/window.ts";
import { openHandler } from "../../test/editor/open-handler.ts";
import { startRunOnSave } from "../../test/editor/run-on-save.ts";
import type { Result } from "../index/print-results.ts";
import { timeUntilSeen } from "./seen.ts";

const LENS = ".codelens-decoration";
const STATUS_BAR = ".part.statusbar .statusbar-item";
const BUILDING = /Rust: building/;

/**
 * A save of a handler with run on save switched on: from the end of the build, when the status bar no longer says that
 * Rust is being built, to the verdict at the handler. In between the Rust server starts and both servers answer every
 * case. The handler's verdict was made before, and holds.
 */
export async function measureSaves(window: Window, workspace: string, turns: number): Promise<readonly Result[]> {
  const { page, runCommand } = window;
  const editor = await openHandler(window, workspace);
  await startRunOnSave(window);
  await openHandler(window, workspace);
  await editor.locator(".view-line").filter({ hasText: "Ok(Json(NodePage" }).first().click();
  await page.keyboard.press("Home");
  const best = { afterBuild: Infinity, whole: 0 };
  for (let turn = 0; turn < turns; turn += 1) {
    await page.keyboard.type(`let _turn = ${turn}; `);
    await page
      .locator(LENS)
      .getByText(/changed since/)
      .first()
      .waitFor();
    const sights = [
      { selector: STATUS_BAR, text: BUILDING },
      { selector: STATUS_BAR, text: BUILDING, isGone: true as const },
      { selector: LENS, text: /✓ (\d+) of \1 · just now/ },
    ];
    const [, built = NaN, whole = NaN] = await timeUntilSeen(
      page,
      () => page.keyboard.press("ControlOrMeta+S"),
      sights,
    );
    if (whole - built < best.afterBuild) Object.assign(best, { afterBuild: whole - built, whole });
  }
  await runCommand("Test: Stop Continuous Run");
  const note = `${(best.whole / 1_000).toFixed(1)} s from the save, of which ${((best.whole - best.afterBuild) / 1_000).toFixed(1)} s until the build's end`;
  return [
    { what: "the build's end to the verdict at the handler", value: best.afterBuild, target: 1_000, unit: "ms", note },
  ];
}
