import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

import { chromium } from "playwright-core";

import { findChromium as findInstalled } from "../src/host/browser/find-chromium.ts";
import { installDebianPackage } from "./debian-package.ts";
import { CannotRun } from "./vscode/cannot-run.ts";

/** There is no Chromium and none could be installed. */
export class ChromiumMissing extends CannotRun {}

const run = promisify(execFile);

/**
 * The path of a Chromium to drive: the one that the environment variable `CHROMIUM` names, an installed one,
 * Playwright's own, or one that is installed now (said through `log` before).
 * Throws {@link ChromiumMissing} with one sentence where there is none and none can be installed.
 */
export async function findOrInstallChromium({ log }: { readonly log: (line: string) => void }): Promise<string> {
  const named = process.env["CHROMIUM"];
  if (named) {
    const usable = await findInstalled(process.env);
    if (usable !== undefined) return usable;
    throw new ChromiumMissing(
      `CHROMIUM names ${named}, which cannot be executed: set it to the path of a Chromium, or unset it.`,
    );
  }
  const found = await findAny();
  if (found) return found;

  try {
    await installChromium(log);
  } catch (cause) {
    throw new ChromiumMissing(adviceToInstall, { cause });
  }
  const installed = await findAny();
  if (!installed) throw new ChromiumMissing(adviceToInstall);
  return installed;
}

const adviceToInstall =
  "No Chromium was found and none could be installed: install Chromium or Google Chrome, or set CHROMIUM to the path of one.";

/** An installed one, or Playwright's own. */
async function findAny(): Promise<string | undefined> {
  return (await findInstalled(process.env)) ?? findInstalled({ CHROMIUM: chromium.executablePath() });
}

async function installChromium(log: (line: string) => void): Promise<void> {
  // Ubuntu's package is a redirect to a snap and fails over to Playwright.
  if (await installDebianPackage("chromium", "about 130 MB", log)) return;
  log("Installing Chromium with Playwright (about 180 MB to download) …");
  const playwright = dirname(createRequire(import.meta.url).resolve("playwright-core/package.json"));
  await run(process.execPath, [join(playwright, "cli.js"), "install", "chromium"], { maxBuffer: 64 * 1024 * 1024 });
}
