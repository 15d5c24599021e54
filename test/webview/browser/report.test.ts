import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import type { Locator } from "playwright-core";
import { describe, expect, test } from "vitest";

import { runJunit } from "#core/report/run/run-junit.ts";
import { inBrowser } from "./report-harness.ts";
import { longRun, mixedRun, stoppedRun } from "./report-runs.ts";

const folder = fileURLToPath(new URL("../../../artifacts/screenshots/", import.meta.url));
const open = inBrowser();

/** What a screen reader finds in a part of the page. */
async function checkTree(part: Locator): Promise<string> {
  return part.ariaSnapshot();
}

describe("steps that were not reached", () => {
  test("are told with why, for the run and for their endpoint", async () => {
    const page = await open(stoppedRun());
    const steps = page.getByRole("region", { name: "Not reached" });
    expect(await checkTree(steps)).toMatchInlineSnapshot(`
      "- region "Not reached":
        - heading "2 steps not reached" [level=2]
        - paragraph: The scenario "a node's life" stopped at "it is read".
        - list:
          - listitem: "DELETE /api/nodes/{node_id}: it is removed"
          - listitem: "DELETE /api/nodes/{node_id}: it is removed again""
    `);
    await page.getByRole("option", { name: "DELETE /api/nodes/{node_id}" }).click();
    expect(await checkTree(steps)).toMatchInlineSnapshot(`
      "- region "Not reached":
        - heading "2 steps not reached" [level=2]
        - paragraph: The scenario "a node's life" stopped at "it is read".
        - list:
          - listitem: it is removed
          - listitem: it is removed again"
    `);
    await page.getByRole("option", { name: "GET /healthz" }).click();
    expect(await steps.count()).toBe(0);
  });
});

describe("the list of endpoints", () => {
  test("has each with its verdict", async () => {
    const page = await open(mixedRun());
    expect(await checkTree(page.getByRole("listbox", { name: "Endpoints" }))).toMatchInlineSnapshot(`
      "- listbox "Endpoints":
        - option "Overview" [selected]
        - 'option "Match: GET /healthz 1 of 1"'
        - 'option "Differs: GET /api/nodes 1 of 2"'
        - 'option "Differs: GET /api/nodes/{node_id} 1 of 4"'
        - 'option "Match: DELETE /api/nodes/{node_id} 1 of 1"'
        - 'option "Not ported: GET /api/dashboard/state not ported" [disabled]'"
    `);
  });

  test("is filtered by path and verdict", async () => {
    const page = await open(mixedRun());
    await page.keyboard.press("/");
    await page.keyboard.type("differs node_id");
    expect(await page.getByRole("option").allTextContents()).toEqual([
      "Overview",
      "Differs: GET /api/nodes/{node_id}1 of 4",
    ]);
    expect(await page.getByRole("search").getByRole("status").textContent()).toBe("1 endpoint");
    await page.keyboard.press("Escape");
    expect(await page.getByRole("option").count()).toBe(6);
  });

  test("is walked with the keyboard alone", async () => {
    const page = await open(mixedRun());
    await page.keyboard.press("/");
    await page.keyboard.press("ArrowDown");
    for (const key of ["ArrowDown", "ArrowDown"]) await page.keyboard.press(key);
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("GET /api/nodes");
    await page.keyboard.press("End");
    // The one that is not ported cannot be chosen.
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("DELETE /api/nodes/{node_id}");
    await page.keyboard.press("Home");
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("Parity report");
  });
});

describe("an endpoint", () => {
  test("is shown as in the panel, without what only an editor can do", async () => {
    const page = await open(mixedRun());
    await page.getByRole("option", { name: "GET /api/nodes/{node_id}" }).first().click();
    expect(await checkTree(page.locator("header"))).toMatchInlineSnapshot(`
      "- banner:
        - 'heading "GET /api/nodes/{node_id}" [level=1]'
        - paragraph:
          - status:
            - strong: Differs
            - text: 1 of 4 cases match
          - time: 3 min ago
        - term: Rust
        - definition:
          - code: core-server-rs/src/routes/nodes.rs:84:5
          - text: get_node
        - term: Python
        - definition:
          - code: core-server/app/nodes.py:50:5
          - text: get_node"
    `);
    expect(await page.getByRole("listbox", { name: "Cases" }).getByRole("option").count()).toBe(4);
    await page.keyboard.press("F7");
    expect(await page.locator(".row.current").count()).toBe(1);
    const buttons = await page.getByRole("button").allTextContents();
    expect(buttons.filter((text) => /Go to|Run|curl|Ignore/.test(text))).toEqual([]);
    expect(await page.getByText("Rust field core-server-rs/src/nodes.rs:42:5").count()).toBe(3);
  });

  test("an address leads to a difference, and the way back leads back", async () => {
    const page = await open(mixedRun());
    await page.getByRole("link", { name: "Show it in “a node that is online”" }).first().click();
    expect(await page.locator('.difference[aria-current="true"] .pointer').textContent()).toBe("/note");
    const hash = await page.evaluate(() => location.hash);
    expect(hash).toBe("#GET%20%2Fapi%2Fnodes/a-node-that-is-online/2");
    await page.goBack();
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("Parity report");
    const linked = await open(mixedRun(), { hash });
    expect(await linked.locator('.difference[aria-current="true"] .pointer').textContent()).toBe("/note");
  });

  test("an address that names nothing leads to the overview", async () => {
    const page = await open(mixedRun(), { hash: "#GET%20%2Fnowhere/%E0%A4%A/x" });
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("Parity report");
  });

  test("a body of 50,000 lines is laid out and scrolled without a long stall", async () => {
    const page = await open(longRun());
    await page.getByRole("option", { name: "GET /api/nodes" }).click();
    await page.getByText("Show all lines").click();
    await page.keyboard.press("F7");
    await page.locator(".row.current").waitFor();
    const onPage = await page.locator(".rows .row").count();
    expect(await page.getByRole("table", { name: "line by line" }).getAttribute("aria-rowcount")).toBe("50402");
    expect(onPage).toBeLessThan(200);
  });
});

test("the overview has each cause once, failures, findings and rules", async () => {
  const page = await open(mixedRun());
  expect(await page.getByRole("article").count()).toBe(6);
  expect(await checkTree(page.getByRole("article").first())).toMatchInlineSnapshot(`
    "- article:
      - heading "Null against missing /note breaking" [level=3]
      - paragraph: 2 differences in 2 cases
      - paragraph:
        - text: "serde leaves it out: remove"
        - code: skip_serializing_if
        - text: from the field.
      - paragraph:
        - text: Python
        - code: "null"
        - text: Rust
        - emphasis: absent
      - paragraph:
        - link "Show it in “a node that is online”":
          - /url: "#GET%20%2Fapi%2Fnodes/a-node-that-is-online/2"
      - list:
        - listitem:
          - link "GET /api/nodes":
            - /url: "#GET%20%2Fapi%2Fnodes"
          - term: Rust
          - definition:
            - code: core-server-rs/src/routes/nodes.rs:62:5
            - text: get_node
          - term: Python
          - definition:
            - code: core-server/app/nodes.py:35:5
            - text: get_node
        - listitem:
          - 'link "GET /api/nodes/{node_id}"':
            - /url: "#GET%20%2Fapi%2Fnodes%2F%7B%7D"
          - term: Rust
          - definition:
            - code: core-server-rs/src/routes/nodes.rs:84:5
            - text: get_node
          - term: Python
          - definition:
            - code: core-server/app/nodes.py:50:5
            - text: get_node"
  `);
  expect(await page.getByRole("heading", { level: 2 }).allTextContents()).toEqual([
    "1 failure",
    "6 causes of differences",
    "1 finding",
    "Rules",
  ]);
});

test.each(["light", "dark"] as const)("nothing is wider than the window in %s", async (scheme) => {
  await mkdir(folder, { recursive: true });
  for (const [size, width] of Object.entries({ wide: 1400, half: 900, narrow: 420 })) {
    const page = await open(mixedRun(), { scheme, width });
    await page.screenshot({ path: `${folder}report-${scheme}-${size}-overview.png` });
    await page.getByRole("option", { name: "GET /api/nodes/{node_id}" }).first().click();
    await page.screenshot({ path: `${folder}report-${scheme}-${size}-endpoint.png` });
    for (let press = 0; press < 4; press++) await page.keyboard.press("F7");
    await page.waitForFunction(() => document.querySelector("main")?.scrollTop !== 0);
    await page.screenshot({ path: `${folder}report-${scheme}-${size}-f7.png` });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(background).toBe(scheme === "dark" ? "rgb(31, 31, 31)" : "rgb(255, 255, 255)");
  }
});

test("a browser's XML parser reads the JUnit report", async () => {
  const page = await open(mixedRun());
  const counts = await page.evaluate((xml) => {
    const document = new DOMParser().parseFromString(xml, "application/xml");
    const count = (name: string): number => document.getElementsByTagName(name).length;
    return { errors: count("parsererror"), suites: count("testsuite"), tests: count("testcase") };
  }, runJunit(mixedRun()));
  expect(counts).toEqual({ errors: 0, suites: 7, tests: 10 });
});
