import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, it } from "vitest";

import { themes } from "../../../scripts/vscode/server-host.ts";
import { openWindow } from "../open-window.ts";

it("in a side bar as wide as VS Code makes it the status of every endpoint can be read, in each theme", async () => {
  await using window = await openWindow({ size: { width: 1280, height: 800 } });
  const view = await window.openView("Portolan");
  const rows = view.getByRole("treeitem");
  await rows.filter({ hasText: "GET /api/nodes" }).first().waitFor({ timeout: 90_000 });
  await window.openFile("core-server/core_server/api/reports.py");
  const cut = await rows.locator(".label-description").evaluateAll((descriptions) =>
    descriptions.flatMap((description) => {
      const label = description.closest(".monaco-icon-label");
      const end = label?.getBoundingClientRect().right ?? 0;
      const isCut = description.getBoundingClientRect().right > end + 0.5;
      return isCut ? [`${label?.textContent} (${description.getBoundingClientRect().right - end} px)`] : [];
    }),
  );
  expect(cut).toEqual([]);
  mkdirSync(join(window.workspace, ".vscode"), { recursive: true });
  for (const [theme, { setting, cssClass }] of Object.entries(themes)) {
    const settings = JSON.stringify({ "workbench.colorTheme": setting });
    writeFileSync(join(window.workspace, ".vscode/settings.json"), settings);
    await window.page.locator(`.monaco-workbench.${cssClass}`).waitFor({ timeout: 60_000 });
    await window.screenshot(`tree-1280-${theme}`);
  }
});
