import type { Locator } from "playwright-core";
import { describe, expect, test } from "vitest";

import { expectInView, inBrowser, requests, rowTexts, show } from "./harness.ts";
import { drift, failed, matching, panelState, unprocessable, written } from "./panel-states.ts";

const open = inBrowser();

/** What a screen reader finds in a part of the page, its texts folded away. */
async function checkTree(part: Locator): Promise<string> {
  return part.ariaSnapshot();
}

describe("an endpoint that differs", () => {
  test("header, actions and cases are named and have their roles", async () => {
    const page = await open(panelState());
    expect(await checkTree(page.locator("header"))).toMatchInlineSnapshot(`
      "- banner:
        - 'heading "GET /api/nodes/{node_id}" [level=1]'
        - paragraph:
          - status:
            - strong: Differs
            - text: 1 of 4 cases match
          - time: 3 min ago
        - toolbar "Actions":
          - button "Run again"
          - button "Python handler"
          - button "Rust handler"
          - button "Copy as curl""
    `);
    expect(await checkTree(page.getByRole("listbox"))).toMatchInlineSnapshot(`
      "- listbox "Cases":
        - 'option "Match: a node that does not exist 404"'
        - 'option "Differs: a node that is online 200" [selected]'
        - 'option "Differs: an id that is no uuid 422"'
        - 'option "Failed: a node with a name of 4,000 letters, which is longer than this list is wide 200"'"
    `);
  });

  test("the first case that differs is chosen, with its differences by class", async () => {
    const page = await open(panelState());
    expect(await page.getByRole("option", { selected: true }).textContent()).toContain("a node that is online");
    expect(await checkTree(page.getByRole("region", { name: "Differences" }))).toMatchInlineSnapshot(`
      "- region "Differences":
        - heading "5 causes of 5 differences F7 next, Shift+F7 previous, → fields" [level=2]
        - region "Null against missing /note":
          - heading "Null against missing /note breaking" [level=3]
          - paragraph:
            - text: 1 difference in 1 case
            - button "Ignore with reason…"
          - paragraph:
            - text: "serde leaves it out: remove"
            - code: skip_serializing_if
            - text: from the field.
          - list:
            - listitem:
              - button "/note Python null Rust absent":
                - text: /note Python
                - code: "null"
                - text: Rust
                - emphasis: absent
              - button "Go to Rust field"
        - region "Value /created_at":
          - heading "Value /created_at changed" [level=3]
          - paragraph:
            - text: 1 difference in 1 case
            - button "Ignore with reason…"
          - paragraph:
            - text: chrono wrote
            - code: Z
            - text: ", Python wrote"
            - code: +00:00
            - text: ": format the time with"
            - code: "%:z"
            - text: .
          - list:
            - listitem:
              - button "/created_at Python \\"2026-03-01T09:30:00+00:00\\" Rust \\"2026-03-01T09:30:00Z\\"":
                - text: /created_at Python
                - code: "\\"2026-03-01T09:30:00+00:00\\""
                - text: Rust
                - code: "\\"2026-03-01T09:30:00Z\\""
              - button "Go to Python field"
              - button "Go to Rust field"
        - region "Value /last_seen":
          - heading "Value /last_seen changed" [level=3]
          - paragraph:
            - text: 1 difference in 1 case
            - button "Ignore with reason…"
          - list:
            - listitem:
              - button "/last_seen Python \\"2026-11-02T17:05:41.250000+00:00\\" Rust \\"2026-11-02T17:05:41.250000Z\\"":
                - text: /last_seen Python
                - code: "\\"2026-11-02T17:05:41.250000+00:00\\""
                - text: Rust
                - code: "\\"2026-11-02T17:05:41.250000Z\\""
              - button "Go to Rust field"
        - region "Spelling /samples/*/load":
          - heading "Spelling /samples/*/load cosmetic" [level=3]
          - paragraph: 1 difference in 1 case
          - list:
            - listitem:
              - button "/samples/4/load Python 1e-05 Rust 0.00001":
                - text: /samples/4/load Python
                - code: "1e-05"
                - text: Rust
                - code: "0.00001"
        - region "Key order /labels":
          - heading "Key order /labels cosmetic" [level=3]
          - paragraph: 1 difference in 1 case
          - list:
            - listitem:
              - button "/labels Python rack, row Rust row, rack":
                - text: /labels Python
                - code: rack, row
                - text: Rust
                - code: row, rack"
    `);
  });

  test("the bodies stand side by side, equal lines folded", async () => {
    const page = await open(panelState());
    expect((await rowTexts(page)).join("\n")).toMatchInlineSnapshot(`
      " { |  {
         "id": "7f9c24e8-3b12-4fef-91a0-aa51f2c7d001", |    "id": "7f9c24e8-3b12-4fef-91a0-aa51f2c7d001",
         "name": "Knoten Zürich-Süd №4", |    "name": "Knoten Zürich-Süd №4",
         "state": "online", |    "state": "online",
      ≈   "labels": { Key order | ≈   "labels": { Key order
           "rack": "B4", |      "rack": "B4",
           "row": "12" |      "row": "12"
         }, |    },
      ⋯ 20 equal lines before /samples/3
           }, |      },
           { |      {
             "hour": 4, |        "hour": 4,
      ≈       "load": 1e-05, | ≈       "load": 0.00001,
             "packets": 9007199254740997 |        "packets": 9007199254740997
           }, |      },
           { |      {
      ⋯ 92 equal lines before /samples/23/packets
             "packets": 9007199254741016 |        "packets": 9007199254741016
           } |      }
         ], |    ],
      −   "created_at": "2026-03-01T09:30:00+00:00", | +   "created_at": "2026-03-01T09:30:00Z",
      −   "last_seen": "2026-11-02T17:05:41.250000+00:00", | +   "last_seen": "2026-11-02T17:05:41.250000Z",
      −   "note": null, | 
         "owner": { |    "owner": {
           "id": 3, |      "id": 3,
           "email": "ops@example.org" |      "email": "ops@example.org"
         } |    }
       } |  }"
    `);
  });

  test("a narrow panel has one column", async () => {
    const page = await open(panelState(), { width: 420 });
    expect((await rowTexts(page)).slice(-13).join("\n")).toMatchInlineSnapshot(`
      "       "packets": 9007199254741016
           }
         ],
      −   "created_at": "2026-03-01T09:30:00+00:00",
      −   "last_seen": "2026-11-02T17:05:41.250000+00:00",
      −   "note": null,
      +   "created_at": "2026-03-01T09:30:00Z",
      +   "last_seen": "2026-11-02T17:05:41.250000Z",
         "owner": {
           "id": 3,
           "email": "ops@example.org"
         }
       }"
    `);
  });

  test("status and headers that differ are shown, the other headers folded", async () => {
    const page = await open(panelState([unprocessable]));
    expect(await checkTree(page.getByRole("region", { name: "Status and headers" }))).toMatchInlineSnapshot(`
      "- region "Status and headers":
        - table:
          - rowgroup:
            - row "Part Python Rust":
              - columnheader "Part"
              - columnheader "Python"
              - columnheader "Rust"
          - rowgroup:
            - row "Status − 422 14 ms + 400 1.8 ms":
              - rowheader "Status"
              - cell "− 422 14 ms":
                - text: −
                - code: "422"
                - text: 14 ms
              - cell "+ 400 1.8 ms":
                - text: +
                - code: "400"
                - text: 1.8 ms
            - row "content-type − application/json + text/plain; charset=utf-8":
              - rowheader "content-type"
              - cell "− application/json":
                - text: −
                - code: application/json
              - cell "+ text/plain; charset=utf-8":
                - text: +
                - code: text/plain; charset=utf-8
        - group: 3 more headers"
    `);
  });
});

test("each action asks the extension for what it says", async () => {
  const page = await open(panelState());
  for (const name of ["Run again", "Python handler", "Rust handler", "Copy as curl"]) {
    await page.getByRole("button", { name }).click();
  }
  await page.getByRole("button", { name: "Go to Python field" }).click();
  await page.getByRole("button", { name: "Go to Rust field" }).first().click();
  await page.getByRole("button", { name: "Ignore with reason…" }).first().click();
  expect((await requests(page)).map((request) => JSON.stringify(request)).join("\n")).toMatchInlineSnapshot(`
    "{"kind":"run"}
    {"kind":"go-to-handler","side":"python"}
    {"kind":"go-to-handler","side":"rust"}
    {"kind":"copy-as-curl","caseId":"a-node-that-is-online"}
    {"kind":"go-to-difference","caseId":"a-node-that-is-online","difference":0,"side":"python"}
    {"kind":"go-to-difference","caseId":"a-node-that-is-online","difference":2,"side":"rust"}
    {"kind":"ignore-cause","cause":0}"
  `);
});

describe("other states", () => {
  test("all match", async () => {
    const page = await open(panelState([matching]));
    expect(await page.getByRole("status").textContent()).toBe("Match1 of 1 case matches");
    await page.getByText("Both sides gave the same answer.").waitFor();
    expect(await rowTexts(page)).toStrictEqual(["⋯ 9 equal lines"]);
  });

  test("a case that failed says why, and marks nothing as different", async () => {
    const page = await open(panelState([failed]));
    await page.getByText("Rust did not answer: the server closed").waitFor();
    await page.getByText("No answer: The server closed the connection before it answered.").waitFor();
    expect(await rowTexts(page)).toStrictEqual([" { | ", '   "id": 1 | ', " } | "]);
  });

  test("no results yet: one button runs", async () => {
    const { verdict: _, ...state } = panelState([]);
    const page = await open(state);
    await page.getByText("No results yet.").waitFor();
    await page.getByRole("button", { name: "Run Parity" }).click();
    expect(await requests(page)).toStrictEqual([{ kind: "run" }]);
  });

  test("a verdict whose answers are gone says so", async () => {
    const page = await open({ ...panelState(), results: [] });
    await page.getByText("The answers of the last run are not kept.").waitFor();
  });

  test("a run under way is busy and cannot be started again; its end is told", async () => {
    const page = await open({ ...panelState(), isRunning: true });
    expect(await page.locator(".panel").getAttribute("aria-busy")).toBe("true");
    expect(await page.getByRole("button", { name: "Running" }).isDisabled()).toBe(true);
    await page.getByRole("progressbar", { name: "Parity is running" }).waitFor();
    await show(page, panelState([matching]));
    expect(await page.getByRole("progressbar").count()).toBe(0);
    expect(await page.getByRole("status").textContent()).toContain("Match");
  });

  test("after a reload the case that was chosen is chosen again", async () => {
    const { project, endpoint } = panelState();
    const page = await open(panelState(), { memory: { project, endpoint, caseId: unprocessable.case.id } });
    await page.getByRole("main", { name: unprocessable.case.name }).waitFor();
  });

  test("a message that is not ours is left alone", async () => {
    const page = await open(panelState());
    await page.evaluate(() => {
      postMessage({ kind: "show" }, location.origin);
      postMessage("show", location.origin);
    });
    await page.getByRole("main", { name: drift.case.name }).waitFor();
  });
});

describe("a case that writes", () => {
  test("shows what both sides left in the database below the bodies, a row that one side lacks beside nothing", async () => {
    const page = await open(panelState([written]));
    const effects = page.getByRole("region", { name: "Effects on the database" });
    expect(await effects.getByRole("heading", { level: 2 }).textContent()).toBe("Effect on the database");
    expect(await rowTexts(effects)).toMatchInlineSnapshot(`
      [
        "⋯ 6 equal lines before /nodes/updated/0",
        "       { |        {",
        "         "id": "7f9c24e8-3b12-4fef-91a0-aa51f2c7d001", |          "id": "7f9c24e8-3b12-4fef-91a0-aa51f2c7d001",",
        "         "name": "Knoten Zürich-Süd №5", |          "name": "Knoten Zürich-Süd №5",",
        "−         "config": "{\\"region\\":\\"west\\"}", | +         "config": "{}",",
        "         "updated_at": "2026-11-02T17:05:41.250000Z" |          "updated_at": "2026-11-02T17:05:41.250000Z"",
        "       } |        }",
        "     ] |      ]",
        "⋯ 9 equal lines before /audit_log/inserted/0/node_id",
        "         "node_id": "7f9c24e8-3b12-4fef-91a0-aa51f2c7d001", |          "node_id": "7f9c24e8-3b12-4fef-91a0-aa51f2c7d001",",
        "         "token_hash": "•••" |          "token_hash": "•••"",
        "       }, |        }",
        "−       { | ",
        "−         "id": 9007199254740994, | ",
        "−         "action": "notify", | ",
        "−         "node_id": null, | ",
        "−         "token_hash": null | ",
        "−       } | ",
        "     ] |      ]",
        "   } |    }",
        " } |  }",
      ]
    `);
  });

  test("F7 goes through the differences of rows and bodies as the list has them", async () => {
    const page = await open(panelState([written]));
    await page.keyboard.press("F7");
    await expectInView(page.locator(".row.current"));
    expect(await page.locator(".row.current").textContent()).toContain("differs in Python");
    expect(await page.locator(".current-pointer").first().textContent()).toBe("database /audit_log/inserted/1");
    await page.keyboard.press("F7");
    await expectInView(page.locator(".row.current"));
    expect(await page.locator(".row.current").textContent()).toContain("config");
  });

  test("says of a match that the rows are the same too", async () => {
    const page = await open(panelState([{ ...written, verdict: "match", differences: [] }]));
    await page.getByText("Both sides gave the same answer and left the same rows.").waitFor();
  });
});

describe("a scenario that stopped", () => {
  test("has its other steps below the cases, with why, and beside no case at all", async () => {
    const notReached = [{ case: { ...drift.case, id: "3", name: "it is removed" }, reason: "The scenario stopped." }];
    const page = await open(panelState([drift], notReached));
    const steps = page.getByRole("region", { name: "Not reached" });
    expect(await checkTree(steps)).toMatchInlineSnapshot(`
      "- region "Not reached":
        - heading "1 step not reached" [level=2]
        - paragraph: The scenario stopped.
        - list:
          - listitem: it is removed"
    `);
    expect(await checkTree(page.getByRole("listbox"))).not.toContain("it is removed");
    await show(page, panelState([], notReached));
    expect(await steps.textContent()).toContain("it is removed");
  });
});
