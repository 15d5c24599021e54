import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { chromium, type Page } from "playwright-core";
import { findOrInstallChromium } from "../../../scripts/chromium.ts";
import { installDebianPackage } from "../../../scripts/debian-package.ts";
import { type Check, eventually, runChecks, withFolder } from "./checks.ts";
import { pageChecks } from "./dashboard-pages.ts";
import { Installation, type Profile } from "./installation.ts";
import { processesOf, socketsOf } from "./processes.ts";
import { seed } from "./seed.ts";
import { logIn, type Session } from "./session.ts";

/**
 * `node e2e/web-smoke.ts legacy|rust [FOLDER]`: drives the dashboard of an installation in a real browser; both runtimes
 * have to pass the same checks. Screenshots of its pages, light and dark, go into the folder where one is named.
 */
const example = dirname(import.meta.dirname);
const profile: Profile = process.argv[2] === "rust" ? "rust" : "legacy";
const screenshots = process.argv[3];
const PATHS = ["/", "/nodes", "/sensors", "/outputs", "/schedules", "/backups", "/adoption"];

await withFolder(async (folder) => {
  const installation = await Installation.in(folder, join(example, "dist", "test-bundle"));
  const executablePath = await findOrInstallChromium({ log: console.log });
  if (screenshots !== undefined) await installFonts();
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  try {
    await installation.control("install", installation.choices(profile));
    seed(installation);
    const session = await logIn(installation);
    const page = await browser.newPage({ viewport: { width: 1200, height: 800 } });
    await runChecks(dashboardChecks(installation, session, page));
  } finally {
    await browser.close();
    await installation.start("uninstall", ["--with-data"]).ended;
  }
});

function dashboardChecks(installation: Installation, session: Session, page: Page): readonly Check[] {
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  // The browser notes each refused request as an error; what must not be refused is seen otherwise.
  const isFault = (text: string) => !/status of 4\d\d/.test(text);
  page.on("console", (message) => message.type() === "error" && isFault(message.text()) && faults.push(message.text()));
  page.on("request", (request) => {
    if (new URL(request.url()).origin !== installation.url) faults.push(`${request.url()} is elsewhere.`);
  });
  return [
    {
      condition: "Who is not logged in sees the login, and a wrong password is refused in words.",
      run: async () => {
        await page.goto(installation.url);
        await page.getByLabel("Username").fill("admin");
        await page.getByLabel("Password").fill("wrong");
        await page.getByRole("button", { name: "Log in" }).click();
        await page.getByRole("alert").getByText("Incorrect username or password.").waitFor();
        await shoot(page, "login");
      },
    },
    {
      condition: "A login by keyboard alone leads to the overview, with the state that the server has.",
      run: async () => {
        await page.getByLabel("Username").focus();
        await page.keyboard.press("Tab");
        await page.keyboard.type("harbour-master");
        await page.keyboard.press("Enter");
        await page.getByRole("heading", { name: "Overview" }).waitFor();
        await page.getByText("Ada Hafenmeisterin ⚓").waitFor();
        await page.getByRole("region", { name: "Nodes" }).getByText("7", { exact: true }).waitFor();
        await shoot(page, "overview");
      },
    },
    {
      condition: "The overview follows what changes without being loaded again.",
      run: async () => {
        const { status } = await session.ask("POST", "/api/nodes", { name: "new-on-the-quay", status: "online" });
        assert.equal(status, 201);
        await page.getByRole("region", { name: "Nodes" }).getByText("8", { exact: true }).waitFor();
      },
    },
    {
      condition: "A page is reached by its link, by its address, and by the back button.",
      run: async () => {
        await page.getByRole("link", { name: "Nodes" }).click();
        await page.getByRole("row", { name: /north-gate/ }).waitFor();
        await page.goBack();
        await page.getByRole("heading", { name: "Overview" }).waitFor();
        await page.goto(`${installation.url}/nodes`);
        await page.getByRole("row", { name: /港-控制器/ }).waitFor();
        await shoot(page, "nodes");
      },
    },
    {
      condition: "A node is added, refused where its name is taken, changed and removed.",
      run: async () => {
        await page.getByRole("button", { name: "Add a node" }).click();
        await page.getByLabel("Name").fill("north-gate");
        await page.getByRole("button", { name: "Save" }).click();
        await page.getByText("A node with this name already exists.").waitFor();
        await page.getByLabel("Name").fill("Ælf’s pier");
        await page.getByRole("button", { name: "Save" }).click();
        await page
          .getByRole("row", { name: /Ælf’s pier/ })
          .getByRole("button", { name: "Edit" })
          .click();
        await page.getByRole("dialog").getByLabel("Status").selectOption("maintenance");
        await shoot(page, "node");
        await page.getByRole("button", { name: "Save" }).click();
        const row = page.getByRole("row", { name: /Ælf’s pier/ });
        await row.getByText("maintenance").waitFor();
        await row.getByRole("button", { name: "Remove" }).click();
        await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
        await row.waitFor({ state: "detached" });
      },
    },
    {
      condition: "A counter that a double would round is as it was after its node was changed in the browser.",
      run: async () => {
        const name = /full-counter/;
        await page.getByRole("row", { name }).getByRole("button", { name: "Edit" }).click();
        await page.getByRole("dialog").getByLabel("Address").fill("fd00::16");
        await page.getByRole("button", { name: "Save" }).click();
        await page.getByRole("row", { name }).getByText("fd00::16").waitFor();
        const headers = { Authorization: `Bearer ${session.token}` };
        const answer = await fetch(`${installation.url}/api/nodes/00000000-0000-4000-8000-0000000000a5`, { headers });
        const text = await answer.text();
        assert.match(text, /"bytes_sent":4611686018427387905,/);
        assert.match(text, /12345678901234567890123/);
      },
    },
    {
      condition: "Every field has a label, every page a heading, and the contrast is good in light and in dark.",
      run: async () => {
        for (const scheme of ["light", "dark"] as const) {
          await page.emulateMedia({ colorScheme: scheme });
          for (const path of PATHS) {
            await page.goto(installation.url + path);
            await page.getByRole("heading", { level: 1 }).waitFor();
            assert.deepEqual(await poorContrasts(page), [], `${path} in ${scheme}`);
            assert.deepEqual(await page.evaluate(unlabelled), [], path);
          }
        }
        await shoot(page, "adoption-dark");
        await page.emulateMedia({ colorScheme: "light" });
      },
    },
    {
      condition: "On a narrow screen nothing is cut off.",
      run: async () => {
        await page.setViewportSize({ width: 360, height: 740 });
        for (const path of PATHS) {
          await page.goto(installation.url + path);
          await page.getByRole("heading", { level: 1 }).waitFor();
          const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth] as const);
          assert.ok(wide <= room, `${path} is ${wide} wide, with room for ${room}.`);
        }
        await shoot(page, "narrow");
        await page.setViewportSize({ width: 1200, height: 800 });
      },
    },
    ...pageChecks(installation, session, page, shoot),
    {
      condition: "A log-out leads to the login, and the session is over.",
      run: async () => {
        await page.getByRole("button", { name: "Log out" }).click();
        await page.getByLabel("Password").waitFor();
        await page.reload();
        await page.getByLabel("Password").waitFor();
      },
    },
    {
      condition: "No script failed, and no request went elsewhere.",
      run: () => assert.deepEqual(faults, []),
    },
    {
      condition:
        profile === "rust"
          ? "No process of the runtime and no owner of its sockets is Node or Python, and its path has neither."
          : "The runtime is Python and Node.",
      run: () => checkProcesses(installation),
    },
  ];
}

async function checkProcesses(installation: Installation): Promise<void> {
  const { units } = await installation.status();
  const processes = units.flatMap(({ group }) => processesOf(group ?? 0));
  const owners = socketsOf([installation.port, installation.corePort]);
  const programs = [...processes, ...owners].map(({ executable }) => executable);
  const interpreters = new Set(
    programs.flatMap((path) => /(?:python|node)[\d.]*$/.exec(path)?.[0].replaceAll(/[\d.]+$/g, "") ?? []),
  );
  assert.deepEqual(interpreters, new Set(profile === "rust" ? [] : ["python", "node"]));
  assert.ok(owners.length > 0);
  for (const { pid } of processes.filter(({ executable }) => !executable.endsWith("controllerctl"))) {
    const environment = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
    assert.ok(environment.includes(`PATH=${join(installation.prefix, "bin")}`));
  }
}

/** Texts whose contrast with what lies behind them is below that of WCAG 2.2, level AA. */
async function poorContrasts(page: Page): Promise<readonly string[]> {
  // Colours change with the scheme in a moment.
  await eventually("The page has its colours", async () => (await page.evaluate(isSettled)) || undefined);
  return page.evaluate(lowContrasts);
}

function isSettled(): boolean {
  return document.getAnimations().every(({ playState }) => playState === "finished");
}

function lowContrasts(): readonly string[] {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  if (canvas === null) return ["There is no canvas."];
  const rgba = (color: string) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = (color: readonly number[]) => {
    const [red = 0, green = 0, blue = 0] = color.slice(0, 3).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ground = (element: Element | null): readonly number[] => {
    for (let each = element; each !== null; each = each.parentElement) {
      const color = rgba(getComputedStyle(each).backgroundColor);
      if (color[3] === 255) return color;
    }
    return [255, 255, 255, 255];
  };
  return [...document.querySelectorAll("body *")].flatMap((element) => {
    const text = [...element.childNodes]
      .filter((node) => node.nodeType === Node.TEXT_NODE)
      .map((node) => node.textContent);
    const words = text.join("").trim();
    const disabled = element.matches(":disabled, .unseen, .skip, option");
    if (words === "" || disabled || element.getClientRects().length === 0) return [];
    const [first = 0, second = 0] = [
      luminance(rgba(getComputedStyle(element).color)),
      luminance(ground(element)),
    ].toSorted((one, other) => other - one);
    const contrast = (first + 0.05) / (second + 0.05);
    return contrast < 4.5 ? [`${words}: ${contrast.toFixed(2)}`] : [];
  });
}

function unlabelled(): readonly string[] {
  const fields = [...document.querySelectorAll<HTMLInputElement>("input, select, textarea")];
  return fields
    .filter((field) => (field.labels?.length ?? 0) === 0 && field.ariaLabel === null)
    .map((field) => field.outerHTML);
}

/** What the seed's names are written in, where this machine has no such fonts: a picture without them has boxes. */
async function installFonts(): Promise<void> {
  const { stdout } = spawnSync("fc-list", [":lang=zh", "family"], { encoding: "utf8" });
  if (!(stdout ?? "").trim()) await installDebianPackage("fonts-wqy-zenhei", "7 MB", console.log);
  const emoji = spawnSync("fc-list", [":family=Noto Color Emoji", "family"], { encoding: "utf8" });
  if (!(emoji.stdout ?? "").trim()) await installDebianPackage("fonts-noto-color-emoji", "10 MB", console.log);
}

async function shoot(page: Page, name: string): Promise<void> {
  if (screenshots === undefined) return;
  mkdirSync(screenshots, { recursive: true });
  await page.screenshot({ path: join(screenshots, `${name}.png`) });
}
