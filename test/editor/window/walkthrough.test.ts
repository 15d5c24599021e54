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
