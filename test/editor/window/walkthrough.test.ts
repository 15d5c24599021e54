import { describe, expect, it } from "vitest";

import { useWindow } from "../open-window.ts";

describe.each(["dark", "high-contrast-light"] as const)("the walkthrough in %s", (theme) => {
  const window = useWindow({ theme, size: { width: 1600, height: 1000 } });

  it("has its steps, each with a picture", async () => {
    const { page, quickInput } = window();
    await window().runCommand("Welcome: Open Walkthrough...");
    await quickInput.type("Port an endpoint with Portolan");
    await quickInput.pick("Port an endpoint with Portolan");
    const steps = page.locator(".getting-started-step");
    await steps.first().waitFor();
    expect(await steps.count()).toBe(5);
    await page.getByText("Ask both servers the same").first().click();
    await page.locator(".getting-started-media img").first().waitFor();
    await window().screenshot(`walkthrough-${theme}`);
  });
});

describe("the view", () => {
  const window = useWindow({ size: { width: 1280, height: 800 } });

  it("is narrowed by its menu", async () => {
    const view = await window().openView("Portolan");
    await window().treeItem("GET /healthz").waitFor();
    await view.hover();
    await view.getByRole("button", { name: "Filter" }).click();
    // A menu takes no click in its first moments, so that the one that opened it chooses nothing; keys it takes at once.
    await window().page.getByRole("menuitem", { name: "Not Ported" }).hover();
    await window().page.keyboard.press("Enter");
    await window().treeItem("GET /healthz").waitFor({ state: "detached" });
    await window().treeItem("GET /api/reports/fleet").waitFor();
    await window().screenshot("filter-dark");
  });
});
