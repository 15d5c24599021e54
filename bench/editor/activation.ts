import type { Window } from "../../scripts/vscode/window.ts";
import type { Result } from "../index/print-results.ts";

/** The client's activation beside that of the Git extension, as VS Code itself counts both, each at its best. */
export async function measureActivation(window: Window, turns: number): Promise<Result> {
  const best = { own: Infinity, git: Infinity };
  for (let turn = 0; turn < turns; turn += 1) {
    const times = await activationTimes(window);
    best.own = Math.min(best.own, times.own);
    best.git = Math.min(best.git, times.git);
    await window.page.reload();
  }
  const what = `activation (${best.own} ms) to Git's (${best.git} ms)`;
  return { what, value: best.own / best.git, target: 0.5, unit: "×" };
}

async function activationTimes({ page, runCommand }: Window): Promise<{ readonly own: number; readonly git: number }> {
  await runCommand("Developer: Show Running Extensions");
  const timeOf = async (name: string): Promise<number> => {
    const row = page
      .locator(".runtime-extensions-editor .monaco-list-row")
      .filter({ has: page.getByText(name, { exact: true }) });
    await row
      .filter({ hasText: /Activation:/ })
      .first()
      .waitFor({ timeout: 120_000 });
    const text = await row.first().innerText();
    return Number(/Activation:\D*(\d+)\s*ms/.exec(text)?.[1] ?? Number.NaN);
  };
  return { own: await timeOf("Portolan"), git: await timeOf("Git") };
}
