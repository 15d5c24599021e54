import type { Window } from "../../scripts/vscode/window.ts";
import { RUST_NODES } from "../../test/editor/open-handler.ts";
import type { Result } from "../index/print-results.ts";
import { timeUntilSeen } from "./seen.ts";

/** An editor asks for lenses after a pause in typing, and the server computes after one. */
const DEBOUNCE_MS = 200 + 250;

/** A key stroke in a handler that makes its verdict stale, to the lens that says so. */
export async function measureEdits({ page, openFile }: Window, turns: number): Promise<Result> {
  const editor = await openFile(RUST_NODES);
  await editor.locator(".view-line").filter({ hasText: "fn\u00A0list_nodes" }).first().click();
  await page.keyboard.press("End");
  const stale = { selector: ".codelens-decoration", text: /changed since/ };
  let best = Infinity;
  for (let turn = 0; turn < turns; turn += 1) {
    const [ms = NaN] = await timeUntilSeen(page, () => page.keyboard.type("1"), [stale]);
    best = Math.min(best, ms);
    await timeUntilSeen(page, () => page.keyboard.press("Backspace"), [{ ...stale, isGone: true }]);
  }
  return { what: "edit to the lens, beyond the pause", value: best - DEBOUNCE_MS, target: 100, unit: "ms" };
}
