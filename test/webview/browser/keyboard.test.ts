import { expect, test } from "vitest";

import { expectInView, inBrowser, rowTexts } from "./harness.ts";
import { panelState } from "./panel-states.ts";

const open = inBrowser();

test("arrows choose a case, and the page remembers it", async () => {
  const page = await open(panelState());
  await page.getByRole("listbox").focus();
  await page.keyboard.press("ArrowDown");
  await page.getByRole("main", { name: "an id that is no uuid" }).waitFor();
  await page.keyboard.press("End");
  await page.getByRole("main", { name: /4,000 letters/ }).waitFor();
  await page.keyboard.press("Home");
  await page.getByRole("main", { name: "a node that does not exist" }).waitFor();
  expect(await page.evaluate(() => window.kept)).toStrictEqual({
    project: "file:///home/ada/portolan.yaml",
    endpoint: "GET /api/nodes/{}",
    caseId: "a-node-that-does-not-exist",
  });
});

test("F7 and Shift+F7 go through the differences as the list has them, count from its first, and start over", async () => {
  const page = await open(panelState(), { height: 500 });
  const visited: (string | null)[] = [];
  for (const key of ["F7", "F7", "F7", "Shift+F7", "F7", "F7", "F7", "F7"]) {
    await page.keyboard.press(key);
    const count = await page.getByText(/^\d+ of 5$/).textContent();
    visited.push(`${await page.locator('[aria-current="true"] .pointer').textContent()} ${count}`);
  }
  const listed = await page.locator(".difference .pointer").allTextContents();
  expect(visited.slice(0, 3)).toEqual(listed.slice(0, 3).map((each, at) => `${each} ${at + 1} of 5`));
  expect(visited.join(", ")).toMatchInlineSnapshot(
    `"/note 1 of 5, /created_at 2 of 5, /last_seen 3 of 5, /created_at 2 of 5, /last_seen 3 of 5, /samples/4/load 4 of 5, /labels 5 of 5, /note 1 of 5"`,
  );
  await page.keyboard.press("Shift+F7");
  const row = page.locator(".row.current");
  expect(await row.locator(".python .text").textContent()).toContain('"labels": {');
  await expectInView(row);
});

test("in the list of differences arrows move, Enter shows the line", async () => {
  const page = await open(panelState(), { height: 500 });
  await page.getByRole("button", { name: "/note" }).focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  const row = page.locator(".row.current");
  expect(await row.locator(".rust .text").textContent()).toContain("last_seen");
  await expectInView(row.locator(".rust .changed"));
});

test("right and left go to the fields of a difference, as far as they are known, and Enter opens one", async () => {
  const page = await open(panelState());
  const focused = (): Promise<string | null> => page.evaluate(() => document.activeElement?.textContent ?? null);
  await page.getByRole("button", { name: "/created_at" }).focus();
  const visited: (string | null)[] = [];
  for (const key of ["ArrowRight", "ArrowRight", "ArrowRight"]) {
    await page.keyboard.press(key);
    visited.push(await focused());
  }
  expect(visited).toEqual(["Go to Python field", "Go to Rust field", "Go to Rust field"]);
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Enter");
  const asked = await page.evaluate(() => window.sent.filter(({ kind }) => kind === "go-to-difference"));
  expect(asked.map((each) => each.kind === "go-to-difference" && each.side)).toEqual(["rust", "python"]);
  await page.keyboard.press("ArrowDown");
  expect(await focused()).toContain("/last_seen");
  await page.getByRole("button", { name: "/labels" }).focus();
  await page.keyboard.press("ArrowRight");
  expect(await focused()).toContain("/labels");
});

test("Enter opens a fold", async () => {
  const page = await open(panelState());
  const fold = page.getByRole("button", { name: "20 equal lines" });
  await fold.focus();
  await page.keyboard.press("Enter");
  await fold.waitFor({ state: "detached" });
  expect(await rowTexts(page)).toContain('       "hour": 0, |        "hour": 0,');
  expect(await page.evaluate(() => document.activeElement?.className)).toContain("rows");
});

test("everything that can be pressed is reached by Tab", async () => {
  const page = await open(panelState());
  const reached = new Set<string>();
  for (let press = 0; press < 40; press++) {
    await page.keyboard.press("Tab");
    reached.add(await page.evaluate(() => document.activeElement?.textContent ?? ""));
  }
  const buttons = await page.locator("button, summary, [role=listbox]").allTextContents();
  expect(buttons.filter((text) => !reached.has(text))).toStrictEqual([]);
});
