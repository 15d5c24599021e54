import { readFile } from "node:fs/promises";

import { type Browser, type Locator, type Page, chromium } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";

import type { PanelMemory, PanelMessage, PanelRequest, PanelState } from "#protocol/webview.ts";
import { findOrInstallChromium } from "../../../scripts/chromium.ts";
import themes from "./themes.json" with { type: "json" };

/** Colours as VS Code 1.139 gave them, for the variables that the panel uses. */
export type Theme = keyof typeof themes;

declare global {
  interface Window {
    sent: PanelRequest[];
    kept: PanelMemory | undefined;
    violations: string[];
    acquireVsCodeApi: () => unknown;
  }
}

interface PanelOptions {
  readonly theme?: Theme;
  readonly width?: number;
  readonly height?: number;
  /** What the page kept before it was loaded anew. */
  readonly memory?: PanelMemory;
}

/**
 * A browser for the tests of a file; gives the way to open a panel in it. After each test its panels are closed, and
 * it must not have broken the page's policy.
 */
export function inBrowser(): (state: PanelState, options?: PanelOptions) => Promise<Page> {
  let browser: Browser;
  const pages: Page[] = [];
  beforeAll(async () => {
    const executablePath = await findOrInstallChromium({ log: console.error });
    browser = await chromium.launch({
      executablePath,
      args: ["--no-sandbox"],
      ignoreDefaultArgs: ["--hide-scrollbars"],
    });
  });
  afterEach(async () => {
    for (const page of pages.splice(0)) {
      const violations = await page.evaluate(() => window.violations);
      await page.close();
      expect(violations).toStrictEqual([]);
    }
  });
  afterAll(async () => {
    await browser.close();
  });
  return async (state, options) => {
    const page = await openPanel(browser, state, options);
    pages.push(page);
    return page;
  };
}

/** The built panel in a page as VS Code makes one: its policy, its variables, its classes, its side of the messages. */
async function openPanel(browser: Browser, state: PanelState, options: PanelOptions = {}): Promise<Page> {
  const { theme = "dark", width = 900, height = 1000, memory } = options;
  const page = await browser.newPage({ viewport: { width, height } });
  await page.route(`${ORIGIN}/**`, async (route) => {
    const name = new URL(route.request().url()).pathname.slice(1);
    if (name === "") {
      await route.fulfill({ contentType: "text/html", body: HTML });
    } else {
      await route.fulfill({ contentType: TYPES[name.slice(name.lastIndexOf("."))] ?? "", body: await builtFile(name) });
    }
  });
  await page.addInitScript((kept) => {
    window.sent = [];
    window.kept = kept;
    window.violations = [];
    addEventListener("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective));
    window.acquireVsCodeApi = () => ({
      postMessage: (message: PanelRequest) => window.sent.push(message),
      getState: () => window.kept,
      setState: (value: PanelMemory) => {
        window.kept = value;
      },
    });
  }, memory);
  await page.goto(`${ORIGIN}/`);
  await page.evaluate(dress, { theme, variables: { ...FONTS, ...themes[theme] } });
  await page.waitForFunction(() => window.sent.some((message) => message.kind === "ready"));
  await show(page, state);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  return page;
}

/** Sends the panel a state and waits until it stands there. */
export async function show(page: Page, state: PanelState): Promise<void> {
  const message: PanelMessage = { kind: "show", state };
  await page.evaluate(async (data) => {
    postMessage(data, location.origin);
    await new Promise((resolve) => {
      requestAnimationFrame(() => requestAnimationFrame(resolve));
    });
  }, message);
}

/** What the panel asked of the extension after it was ready. */
export async function requests(page: Page): Promise<readonly PanelRequest[]> {
  return page.evaluate(() => window.sent.slice(1));
}

/** The rows that are on the page, or in a part of it, as one reads them: number, sign, text. */
export async function rowTexts(page: Page | Locator): Promise<readonly string[]> {
  return page
    .locator(".rows .row")
    .evaluateAll((rows) =>
      rows.map((row) =>
        [...row.querySelectorAll(".side, button")]
          .map(
            (side) =>
              [...side.querySelectorAll(".sign, .text, .note")].map((part) => part.textContent).join(" ") ||
              side.textContent,
          )
          .join(" | "),
      ),
    );
}

/** Waits until it is wholly inside of the part of the page that scrolls. */
export async function expectInView(part: Locator): Promise<void> {
  const isInView = async (): Promise<boolean> => {
    const box = await part.boundingBox();
    const port = await part.page().locator("main").boundingBox();
    if (box === null || port === null) return false;
    const isBeside = box.x >= port.x && box.x + box.width <= port.x + port.width;
    return isBeside && box.y >= port.y && box.y + box.height <= port.y + port.height;
  };
  await expect.poll(isInView, { timeout: 5_000 }).toBe(true);
}

const ORIGIN = "http://panel.test";

const HTML = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy"
      content="default-src 'none'; script-src ${ORIGIN}; style-src ${ORIGIN}; font-src ${ORIGIN}" />
    <link rel="stylesheet" href="panel.css" />
  </head>
  <body><div id="panel"></div><script src="panel.js"></script></body>
</html>`;

const TYPES: Readonly<Record<string, string>> = { ".js": "text/javascript", ".css": "text/css", ".ttf": "font/ttf" };

/** VS Code's defaults on Linux. */
const FONTS = {
  "font-family": "system-ui, Ubuntu, 'Droid Sans', sans-serif",
  "font-size": "13px",
  "font-weight": "normal",
  "editor-font-family": "'Droid Sans Mono', 'monospace', monospace",
  "editor-font-size": "14px",
  "editor-font-weight": "normal",
};

async function builtFile(name: string): Promise<Buffer> {
  return readFile(new URL(`../../../dist/webview/${name}`, import.meta.url)).catch((cause: unknown) => {
    throw new Error(`dist/webview/${name} is not there: run "npm run build" first.`, { cause });
  });
}

/** Runs in the page. VS Code, too, sets its variables by script, and puts its own style for pages below ours. */
function dress({
  theme,
  variables,
}: {
  readonly theme: Theme;
  readonly variables: Readonly<Record<string, string>>;
}): void {
  for (const [name, value] of Object.entries(variables)) {
    document.documentElement.style.setProperty(`--vscode-${name}`, value);
  }
  document.body.classList.add(`vscode-${theme}`);
  const own = new CSSStyleSheet();
  own.replaceSync(`@layer vscode-default {
    html { scrollbar-color: var(--vscode-scrollbarSlider-background) var(--vscode-editor-background); }
    body { padding: 0 20px; background-color: transparent; color: var(--vscode-editor-foreground); }
    code { padding: 1px 3px; border-radius: 4px; color: var(--vscode-textPreformat-foreground);
      background-color: var(--vscode-textPreformat-background); }
  }`);
  document.adoptedStyleSheets.push(own);
}
