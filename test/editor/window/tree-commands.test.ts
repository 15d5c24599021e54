import { describe, it } from "vitest";

import { useWindow } from "../open-window.ts";

describe("a command of the tree", () => {
  const window = useWindow();

  it("works from the palette on what is selected", async () => {
    await window().runCommand("Portolan: Focus on Endpoints View");
    await window().treeItem("GET /api/nodes").first().click();
    await window().page.locator(".tab.active").filter({ hasText: "nodes.rs" }).waitFor();
    await window().runCommand("Portolan: Open Python Handler");
    await window().page.locator(".tab.active").filter({ hasText: ".py" }).waitFor();
  });
});
