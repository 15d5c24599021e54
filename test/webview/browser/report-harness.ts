import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { type Browser, type Page, chromium } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";

import { runHtml } from "#core/report/run/run-html.ts";
import type { RunReport } from "#core/report/run/run-report.ts";
import { findOrInstallChromium } from "../../../scripts/chromium.ts";

interface ReportOptions {
  readonly scheme?: "light" | "dark";
  readonly width?: number;
  /** What stands in the address behind `#`. */
  readonly hash?: string;
}

/**
 * A browser for the tests of a file; gives the way to open a run's report in it, from a file as a reader does. After
 * each test its pages are closed; none may have loaded anything, broken its policy or thrown.
 */
export function inBrowser(): (run: RunReport, options?: ReportOptions) => Promise<Page> {
  let browser: Browser;
  let folder: string;
  const pages: Page[] = [];
  const complaints: string[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "portolan-report-"));
    const executablePath = await findOrInstallChromium({ log: console.error });
    browser = await chromium.launch({
      executablePath,
      args: ["--no-sandbox"],
      ignoreDefaultArgs: ["--hide-scrollbars"],
    });
  });
  afterEach(async () => {
    for (const page of pages.splice(0)) await page.close();
    expect(complaints.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  });
  return async (run, { scheme = "light", width = 1400, hash = "" } = {}) => {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
    pages.push(page);
    const file = join(folder, `report-${pages.length}.html`);
    await writeFile(file, await reportHtml(run));
    const address = pathToFileURL(file).href;
    page.on("request", (request) => {
      if (!request.url().startsWith(address) && !request.url().startsWith("data:"))
        complaints.push(`loads ${request.url()}`);
    });
    page.on("console", (message) => complaints.push(`says ${message.text()}`));
    page.on("pageerror", (error) => complaints.push(`throws ${error.message}`));
    await page.goto(`${address}${hash}`);
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    return page;
  };
}

async function reportHtml(run: RunReport): Promise<string> {
  const [script, style, font] = await Promise.all(["report.js", "report.css", "codicon.ttf"].map(builtFile));
  if (script === undefined || style === undefined || font === undefined) throw new Error("The page has three files.");
  return runHtml(run, { script: script.toString(), style: style.toString(), font });
}

async function builtFile(name: string): Promise<Buffer> {
  return readFile(new URL(`../../../dist/webview/${name}`, import.meta.url)).catch((cause: unknown) => {
    throw new Error(`dist/webview/${name} is not there: run "npm run build" first.`, { cause });
  });
}
