import { expect, it } from "vitest";

import { screenshotInThemes } from "../in-themes.ts";
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
  await screenshotInThemes(window, "tree-1280");
}, 240_000);
