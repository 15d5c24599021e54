import { expect, test } from "vitest";

import { expectInView, inBrowser, rowTexts } from "./harness.ts";
import { excerptState, longState } from "./panel-states.ts";

const open = inBrowser();

test("of 50,000 lines only those near the visible part are on the page", async () => {
  const page = await open(longState());
  await page.getByRole("button", { name: "Show all lines" }).click();
  expect(Number(await page.getByRole("table", { name: /line by line/ }).getAttribute("aria-rowcount"))).toBeGreaterThan(
    50_000,
  );
  await page.keyboard.press("F7");
  const row = page.locator(".row.current");
  await row.waitFor();
  expect(await row.locator(".python .text").textContent()).toContain('"left"');
  await expectInView(row);
  expect(await page.locator(".rows .row").count()).toBeLessThan(200);
});

test("of bodies that are too long to be kept the places that differ are shown, with how much is left out", async () => {
  const page = await open(excerptState());
  expect(await page.locator(".excerpt").textContent()).toMatchInlineSnapshot(
    `"The bodies are too long to be kept whole (Python's has 1,608,891, Rust's has 1,608,892 characters): the first places that differ are shown, with what stands around them."`,
  );
  expect(await rowTexts(page)).toMatchInlineSnapshot(`
    [
      "⋯ 10 equal lines before /2/id",
      "     "id": 2, |      "id": 2,",
      "     "name": "same" |      "name": "same"",
      "   }, |    },",
      "   … 11,994 values left out |    … 11,994 values left out",
      "   { |    {",
      "     "id": 11997, |      "id": 11997,",
      "     "name": "same" |      "name": "same"",
      "⋯ 8 equal lines before /11999",
      "   }, |    },",
      "   { |    {",
      "     "id": 12000, |      "id": 12000,",
      "−     "name": "left" | +     "name": "right"",
      "   }, |    },",
      "   { |    {",
      "     "id": 12001, |      "id": 12001,",
      "⋯ 7 equal lines before /12003/id",
      "     "id": 12003, |      "id": 12003,",
      "     "name": "same" |      "name": "same"",
      "   }, |    },",
      "   … 47,996 values left out |    … 47,996 values left out",
      " ] |  ]",
    ]
  `);
  await page.keyboard.press("F7");
  await expectInView(page.locator(".row.current"));
});
