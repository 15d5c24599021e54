import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { downloadAndUnzipVSCode, SilentReporter } from "@vscode/test-electron";

import { CannotRun } from "./cannot-run.ts";
import { desktopCacheFolders, holdsDownload } from "./choose.ts";
import { environmentWith, startOwned, type OwnedProcess } from "./owned-process.ts";
import { quietSettings } from "./server-host.ts";
import { writeJson } from "./write-json.ts";

/** What a suite is run with in the desktop application. */
export interface DesktopSuiteRun {
  /** The checkout; the download lies in its `.cache/vscode-desktop`. */
  readonly root: string;
  readonly extension: string;
  readonly workspace: string;
  /** The CommonJS file that exports `run(): Promise<void>`; absolute. */
  readonly suite: string;
  readonly logFile: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Go with the application, as a copied workspace may. */
  readonly temporaryFolders?: readonly string[];
  /** After that time the application is ended. */
  readonly limitMs: number;
  readonly log: (line: string) => void;
}

const displayLimitMs = 20_000;

/** Runs a suite in the extension host of a desktop VS Code. Resolves with its exit code. Throws {@link CannotRun} where there is no such application or no display for it. */
export async function runSuiteInDesktop(run: DesktopSuiteRun): Promise<number> {
  const executable = await findOrDownload(run);
  const display = needsDisplay() ? await startDisplay(run.logFile) : undefined;
  const folder = await mkdtemp(join(tmpdir(), "portolan-vscode-"));
  try {
    await writeJson(join(folder, "user", "User", "settings.json"), quietSettings);
    const application = startOwned(
      {
        command: executable,
        args: argumentsFor(run, folder),
        folder: run.workspace,
        foldersToRemove: [folder, ...(run.temporaryFolders ?? [])],
      },
      { environment: environmentWith({ ...run.environment, ...display?.environment }), logFile: run.logFile },
    );
    const limit = setTimeout(() => void application.dispose(), run.limitMs);
    const code = await application.ended;
    clearTimeout(limit);
    return code;
  } finally {
    await display?.process.dispose();
  }
}

/** What `runTests` of @vscode/test-electron passes. Not run by it: it leaves the application behind when we are killed, and hands our whole environment on. */
function argumentsFor({ workspace, extension, suite }: DesktopSuiteRun, folder: string): readonly string[] {
  return [
    workspace,
    "--no-sandbox",
    "--disable-gpu-sandbox",
    "--disable-updates",
    "--disable-workspace-trust",
    "--skip-welcome",
    "--skip-release-notes",
    "--disable-telemetry",
    `--user-data-dir=${join(folder, "user")}`,
    `--extensions-dir=${join(folder, "extensions")}`,
    `--extensionDevelopmentPath=${extension}`,
    `--extensionTestsPath=${suite}`,
  ];
}

async function findOrDownload({ root, log }: DesktopSuiteRun): Promise<string> {
  const [ownCache, sharedCache] = desktopCacheFolders(root);
  const cachePath = holdsDownload(ownCache) || !holdsDownload(sharedCache) ? ownCache : sharedCache;
  if (!holdsDownload(cachePath)) log("Downloading VS Code …");
  try {
    return await downloadAndUnzipVSCode({ cachePath, reporter: new SilentReporter() });
  } catch (cause) {
    throw new CannotRun(
      "The desktop VS Code could not be downloaded: set PORTOLAN_VSCODE=server to run its server build instead.",
      { cause },
    );
  }
}

function needsDisplay(): boolean {
  return process.platform === "linux" && !process.env["DISPLAY"] && !process.env["WAYLAND_DISPLAY"];
}

/** A virtual display for as long as the application runs; what `xvfb-run` does, but owned. It chooses a free number and prints it. */
async function startDisplay(
  logFile: string,
): Promise<{ readonly process: OwnedProcess; readonly environment: Readonly<Record<string, string>> }> {
  const args = ["-displayfd", "1", "-screen", "0", "1400x900x24", "-nolisten", "tcp"];
  const display = startOwned(
    { command: "Xvfb", args, folder: tmpdir(), foldersToRemove: [] },
    { environment: environmentWith({}), logFile },
  );
  try {
    const [number] = await display.printed(/^\d+$/, displayLimitMs);
    return { process: display, environment: { DISPLAY: `:${number}` } };
  } catch (cause) {
    await display.dispose();
    throw new CannotRun(
      "The desktop VS Code needs a display and Xvfb does not start: install it (Debian: apt-get install xvfb), or set PORTOLAN_VSCODE=server.",
      { cause },
    );
  }
}
