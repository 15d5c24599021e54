import { existsSync, readFileSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";

import { findOrInstallChromium } from "../../scripts/chromium.ts";
import { CannotRun } from "../../scripts/vscode/cannot-run.ts";
import { chooseHostHere } from "../../scripts/vscode/choose.ts";
import { runSuiteInDesktop } from "../../scripts/vscode/desktop-host.ts";
import { ensureServerBuild } from "../../scripts/vscode/server-build.ts";
import { runSuiteInServer } from "../../scripts/vscode/server-host.ts";
import { bundleSuite } from "./bundle-suite.ts";
import { listenForSuite } from "./suite-listener.ts";
import { Tally, type Counts } from "./tally.ts";
import { runWindowSuite } from "./window-suite.ts";
import { copyWorkspace } from "./workspace-copy.ts";

/**
 * `node test/editor/run.ts [--only suite|window] [--grep TEXT] [--extension FOLDER]`: the tests that need a real VS Code.
 * The suite runs in the extension host, of the desktop application or of the server build (see choose.ts); the window tests
 * drive the server build's workbench in a browser. The last line is `N passed, N failed`; the counts also go as JSON to the
 * file that PORTOLAN_COUNTS names. Exit 0 where all passed, 1 where not, 2 where this machine cannot run them.
 */
const root = dirname(dirname(import.meta.dirname));
const artifacts = join(root, "artifacts");
const example = join(root, "examples", "controller");
const suiteLimitMs = 15 * 60_000;
const log = (line: string): void => console.log(line);

try {
  const { passed, failed } = await runAll(readOptions());
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
} catch (error) {
  if (!(error instanceof CannotRun)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

interface Options {
  readonly only: "suite" | "window" | undefined;
  readonly grep: string | undefined;
  readonly extension: string;
}

function readOptions(): Options {
  const {
    only,
    grep,
    extension = root,
  } = parseArgs({
    options: { only: { type: "string" }, grep: { type: "string" }, extension: { type: "string" } },
  }).values;
  if (only !== undefined && only !== "suite" && only !== "window") {
    throw new CannotRun(`--only is "${only}": say suite or window, or leave it out for both.`);
  }
  return { only, grep, extension: resolve(extension) };
}

async function runAll({ only, grep, extension }: Options): Promise<Counts> {
  checkBuilt(extension);
  const tally = new Tally();
  if (only !== "window") await runSuite(extension, grep, tally);
  if (only !== "suite") await runWindows(extension, grep, tally);
  const file = process.env["PORTOLAN_COUNTS"];
  if (file) await writeFile(file, JSON.stringify(tally.counts));
  return tally.counts;
}

function checkBuilt(extension: string): void {
  const manifest: unknown = JSON.parse(readFileSync(join(extension, "package.json"), "utf8"));
  const { main } = manifest as Readonly<Record<string, unknown>>;
  if (typeof main !== "string" || !existsSync(join(extension, main))) {
    throw new CannotRun(
      `${join(extension, String(main))} does not exist: build the extension by "npm run build" first.`,
    );
  }
}

async function runSuite(extension: string, grep: string | undefined, tally: Tally): Promise<void> {
  const host = await chooseHostHere(root);
  log(
    host === "desktop"
      ? "In the extension host of desktop VS Code:"
      : "In the extension host of VS Code's server build:",
  );
  const suite = await bundleSuite(root);
  const logFile = await freshLog("editor-suite.log");
  const { folder: workspace, temporaryFolder } = await copyWorkspace(example);
  const listener = await listenForSuite(tally.add);
  const environment = { PORTOLAN_SUITE_PORT: String(listener.port), ...(grep ? { PORTOLAN_SUITE_GREP: grep } : {}) };
  const run = {
    extension,
    workspace,
    suite,
    logFile,
    environment,
    temporaryFolders: [temporaryFolder],
    limitMs: suiteLimitMs,
  };
  try {
    await (host === "desktop"
      ? runSuiteInDesktop({ ...run, root, log })
      : runSuiteInServer({ ...run, ...(await serverParts()) }));
    if (!(await listener.close())) throw new Error(`The extension host ended before the suite did. See ${logFile}.`);
  } catch (error) {
    if (error instanceof CannotRun) throw error;
    tally.add({ path: ["the suite as a whole"], outcome: "failed", durationMs: 0, error: String(error) });
  } finally {
    await listener.close();
    await rm(temporaryFolder, { recursive: true, force: true });
  }
}

async function runWindows(extension: string, grep: string | undefined, tally: Tally): Promise<void> {
  log("In windows of VS Code's server build:");
  const screenshots = join(artifacts, "screenshots");
  const logFile = await freshLog("editor-window.log");
  const circumstances = { ...(await serverParts()), extension, example, screenshots, logFile };
  await runWindowSuite(root, circumstances, { grep, onEvent: tally.add });
}

async function serverParts(): Promise<{
  readonly build: Awaited<ReturnType<typeof ensureServerBuild>>;
  readonly chromium: string;
}> {
  return { build: await ensureServerBuild({ root, log }), chromium: await findOrInstallChromium({ log }) };
}

async function freshLog(name: string): Promise<string> {
  const file = join(artifacts, "logs", name);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, "");
  return file;
}
