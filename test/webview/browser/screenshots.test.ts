import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { expect, test } from "vitest";

import { type Theme, inBrowser, show } from "./harness.ts";
import { failed, matching, panelState, unprocessable, written } from "./panel-states.ts";

const folder = fileURLToPath(new URL("../../../artifacts/screenshots/", import.meta.url));
const open = inBrowser();

const sizes = { wide: 1100, half: 700, narrow: 420 };
const states = {
  drift: panelState(),
  unprocessable: panelState([unprocessable, matching]),
  failed: panelState([failed]),
  written: panelState([written]),
};

test.each<Theme>(["dark", "light", "high-contrast"])("nothing is wider than the panel in %s", async (theme) => {
  await mkdir(folder, { recursive: true });
  for (const [size, width] of Object.entries(sizes)) {
    const page = await open(states.drift, { theme, width });
    const screenshot = async (name: string): Promise<void> => {
      await page.screenshot({ path: `${folder}panel-${theme}-${size}-${name}.png` });
    };
    for (const [name, state] of Object.entries(states)) {
      await show(page, state);
      await screenshot(name);
    }
    await show(page, states.drift);
    for (let press = 0; press < 4; press++) await page.keyboard.press("F7");
    await page.waitForFunction(() => document.querySelector("main")?.scrollTop !== 0);
    await screenshot("drift-f7");
    const widthOfAll = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(widthOfAll).toBe(width);
  }
});
