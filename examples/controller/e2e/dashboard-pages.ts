import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import type { Check } from "./checks.ts";
import type { Installation } from "./installation.ts";
import type { Session } from "./session.ts";

/** The sensor of the air at north-gate. */
const AIR = "00000000-0000-4000-8000-0000000000c2";

/** What the pages beyond the nodes let people do, with the rows of the seed. */
export function pageChecks(
  { url }: Installation,
  session: Session,
  page: Page,
  shoot: (page: Page, name: string) => Promise<void>,
): readonly Check[] {
  return [
    {
      condition: "What a sensor has measured is a chart, and the same as a table.",
      run: async () => {
        await page.goto(`${url}/sensors`);
        const row = page.getByRole("row", { name: /Pegel 100%/ });
        await row.getByText("north-gate").waitFor();
        await row.getByRole("button", { name: "History" }).click();
        await page.getByLabel("Until").fill("2024-05-04");
        await page.getByRole("img", { name: "Pegel 100% in cm" }).waitFor();
        await page.getByText("As a table").click();
        await page.getByRole("region", { name: "Values" }).getByRole("row").nth(1).waitFor();
        await page.getByText("As a table").click();
      },
    },
    {
      condition: "What a sensor tells of a day is in its chart, with what was least and most in each hour.",
      run: async () => {
        // Every ten minutes: a mild day, with gusts.
        const readings = Array.from({ length: 144 }, (_, number) => {
          const at = new Date(Date.UTC(2024, 5, 1) + number * 600_000).toISOString();
          const value = 14 - 6 * Math.cos((number / 144) * 2 * Math.PI) + 0.8 * Math.sin(number * 2.4);
          return { sensor_id: AIR, at, value: Math.round(value * 100) / 100 };
        });
        const told = await session.ask("POST", "/api/readings", readings);
        assert.deepEqual(told, { status: 202, body: { accepted: 144, repeated: 0 } });
        const row = page.getByRole("row", { name: /^air north-gate/ });
        await row.getByRole("button", { name: "History" }).click();
        await page.getByLabel("Until").fill("2024-06-01");
        await page.getByRole("img", { name: "air in °C" }).waitFor();
        await page.getByText("As a table").click();
        await page.getByRole("region", { name: "Values" }).getByRole("row").nth(24).waitFor();
        await page.getByText("As a table").click();
        await shoot(page, "sensors");
      },
    },
    {
      condition: "An output is switched, and tells what it was told.",
      run: async () => {
        await page.getByRole("link", { name: "Outputs" }).click();
        const row = page
          .getByRole("row")
          .filter({ has: page.getByRole("button", { name: /^Switch / }) })
          .first();
        const name = (await row.getByRole("rowheader").textContent()) ?? "";
        const button = row.getByRole("button", { name: /^Switch / });
        const before = (await button.textContent()) ?? "";
        await button.click();
        const after = before.startsWith("Switch on") ? /^Switch off/ : /^Switch on/;
        const same = page
          .getByRole("row")
          .filter({ has: page.getByRole("rowheader", { name, exact: true }) })
          .first();
        await same.getByRole("button", { name: after }).waitFor();
        await same.getByRole("button", { name: "History" }).click();
        await page
          .getByRole("region", { name: `Commands of ${name}` })
          .getByRole("cell", { name: before.startsWith("Switch on") ? "on" : "off", exact: true })
          .first()
          .waitFor();
        await shoot(page, "outputs");
      },
    },
    {
      condition: "An output that somebody else switches is seen to be switched, without being asked for again.",
      run: async () => {
        const row = page.getByRole("row", { name: /Schleuse №1/ });
        await row.getByText("off", { exact: true }).waitFor();
        const path = "/api/outputs/00000000-0000-4000-8000-0000000000d2/commands";
        const { status } = await session.ask("POST", path, { command: { action: "on" } });
        assert.equal(status, 201);
        await row.getByText("on", { exact: true }).waitFor();
      },
    },
    {
      condition: "A schedule is added, stands in the calendar, and is removed.",
      run: async () => {
        await page.getByRole("link", { name: "Schedules" }).click();
        await page.getByRole("button", { name: "Add a schedule" }).click();
        const dialog = page.getByRole("dialog");
        await dialog.getByLabel("Name").fill("Evening lights");
        await dialog.getByRole("button", { name: "Save" }).click();
        // The time is required, and the browser says so.
        await dialog.getByLabel("Time").fill("19:30");
        await dialog.getByRole("button", { name: "Save" }).click();
        await dialog.getByText("Choose a day at least.").waitFor();
        for (const day of ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]) await dialog.getByLabel(day).check();
        await dialog.getByRole("button", { name: "Save" }).click();
        const schedules = page.getByRole("region", { name: "Schedules" });
        await schedules.getByRole("row", { name: /Evening lights/ }).waitFor();
        const calendar = page.getByRole("region", { name: "The coming week" });
        await calendar
          .getByRole("row", { name: /19:30 .*Evening lights/ })
          .first()
          .waitFor();
        await shoot(page, "schedules");
        await schedules
          .getByRole("row", { name: /Evening lights/ })
          .getByRole("button", { name: "Remove" })
          .click();
        await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
        await schedules.getByRole("row", { name: /Evening lights/ }).waitFor({ state: "detached" });
      },
    },
    {
      condition: "A backup is made, downloaded as it is, and restored.",
      run: async () => {
        await page.getByRole("link", { name: "Backups" }).click();
        await page.getByLabel("Node").selectOption("quiet-pier");
        await page.getByRole("button", { name: "Make a backup" }).click();
        await page.getByRole("dialog").getByLabel("Label").fill("before the storm");
        await page.getByRole("dialog").getByRole("button", { name: "Make" }).click();
        const row = page.getByRole("row", { name: /before the storm/ });
        const download = page.waitForEvent("download");
        await row.getByRole("link", { name: /^Download/ }).click();
        const content = JSON.parse(readFileSync(await (await download).path(), "utf8")) as { node: { name: string } };
        assert.equal(content.node.name, "quiet-pier");
        await row.getByRole("button", { name: "Restore" }).click();
        await page.getByRole("dialog").getByRole("button", { name: "Restore" }).click();
        await page.getByRole("dialog").waitFor({ state: "detached" });
        await shoot(page, "backups");
      },
    },
    {
      condition: "A machine that was seen on the network becomes a node, and another one is forgotten.",
      run: async () => {
        await page.getByRole("link", { name: "Adoption" }).click();
        const rows = page.getByRole("region", { name: "Seen on the network" }).getByRole("row");
        await rows.nth(2).waitFor();
        const hosts = await page.getByRole("region").getByRole("rowheader").allTextContents();
        await shoot(page, "adoption");
        await page.getByRole("button", { name: `Adopt ${hosts[0]}` }).click();
        await page.getByRole("dialog").getByLabel(/^Name/).fill("adopted-here");
        await page.getByRole("dialog").getByRole("button", { name: "Adopt" }).click();
        await page.getByRole("button", { name: `Adopt ${hosts[0]}` }).waitFor({ state: "detached" });
        await page.getByRole("button", { name: `Forget ${hosts[1]}` }).click();
        await page.getByRole("dialog").getByRole("button", { name: "Forget" }).click();
        await page.getByRole("button", { name: `Forget ${hosts[1]}` }).waitFor({ state: "detached" });
        await page.getByRole("link", { name: "Nodes" }).click();
        await page.getByRole("row", { name: /adopted-here/ }).waitFor();
      },
    },
  ];
}
