import { randomUUID } from "node:crypto";
import { appendFileSync } from "node:fs";
import { mkdtemp, readFile, realpath, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { chromium, type Browser, type Page } from "playwright-core";

import { CannotRun } from "./cannot-run.ts";
import { environmentWith, startOwned } from "./owned-process.ts";
import type { ServerBuild } from "./server-build.ts";
import { writeJson } from "./write-json.ts";

/** Colour themes by what they are, with the name in the settings and the class that the window gets once the theme is loaded. */
export const themes = {
  dark: { setting: "Dark Modern", cssClass: "vscode-theme-defaults-themes-dark_modern-json" },
  light: { setting: "Light Modern", cssClass: "vscode-theme-defaults-themes-light_modern-json" },
  "high-contrast": { setting: "Default High Contrast", cssClass: "vscode-theme-defaults-themes-hc_black-json" },
  "high-contrast-light": {
    setting: "Default High Contrast Light",
    cssClass: "vscode-theme-defaults-themes-hc_light-json",
  },
} as const;

/** A colour theme of the window. */
export type Theme = keyof typeof themes;

/** What a server is started with. */
export interface ServerOptions {
  readonly build: ServerBuild;
  /** Folder of the extension under development, or a package of it (`.vsix`), which is installed; absolute. */
  readonly extension: string;
  /** Folder that opens as workspace; absolute. */
  readonly workspace: string;
  /** Gets the output of the server and of the window. */
  readonly logFile: string;
  readonly theme?: Theme;
  /** Opens the workspace in restricted mode, as one that its user does not trust yet. Everything is trusted without it. */
  readonly trust?: "restricted";
  /** User settings beside those that keep the window quiet. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Variables for the server process; the extension host and what it starts inherit them. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Go with the server, as a copied workspace may. */
  readonly temporaryFolders?: readonly string[];
  /** A CommonJS file that exports `run(): Promise<void>`, for the extension host to run; absolute. Makes it an extension development host. */
  readonly suite?: string;
}

/** A running server build of VS Code. */
export interface ServerHost {
  /** Opens the workspace with the extension. */
  readonly address: string;
  /** Resolves when the server has ended, for whatever reason, and is cleaned up. */
  readonly ended: Promise<number>;
  /** Ends the server and all that it started, and removes its folders. May be called again. */
  readonly dispose: () => Promise<void>;
}

const startLimitMs = 60_000;

/** The longest that a browser may leave the server before its extension host ends: a reload must fit in. */
const reconnectionGraceSeconds = 10;

/** Starts the server build on a free port of the loopback interface, with folders of its own that go when it ends. */
export async function startServer(options: ServerOptions): Promise<ServerHost> {
  const isPacked = options.extension.endsWith(".vsix");
  const installed = options.suite === undefined && !isPacked ? [await installedExtension(options.extension)] : [];
  const folder = await mkdtemp(join(await realpath(tmpdir()), "portolan-vscode-"));
  const serverData = join(folder, "server");
  const extensions = join(folder, "extensions");
  await writeJson(join(serverData, "data", "User", "settings.json"), userSettings(options));
  await writeJson(join(extensions, "extensions.json"), installed);
  if (isPacked) await installPackage(options, { serverData, extensions });
  // Who reaches the server can run commands as we can: other users of the machine and pages in a browser must not.
  const token = randomUUID();
  await writeFile(join(folder, "token"), token, { mode: 0o600 });

  const args = [
    join("out", "server-main.js"),
    "--host=127.0.0.1",
    "--port=0",
    `--connection-token-file=${join(folder, "token")}`,
    "--accept-server-license-terms",
    "--disable-telemetry",
    "--force-disable-user-env",
    `--reconnection-grace-time=${reconnectionGraceSeconds}`,
    `--server-data-dir=${serverData}`,
    `--extensions-dir=${extensions}`,
    // The workbench honours an extension under development only with this, which also hides notifications.
    ...(options.suite === undefined ? [] : ["--enable-smoke-test-driver"]),
    ...(options.trust === "restricted" ? [] : ["--disable-workspace-trust"]),
  ];
  const server = startOwned(
    {
      command: process.execPath,
      args,
      folder: options.build.folder,
      foldersToRemove: [folder, ...(options.temporaryFolders ?? [])],
    },
    { environment: environmentWith({ ...offline, ...options.environment }), logFile: options.logFile },
  );
  try {
    const [, port = ""] = await server.printed(/Extension host agent listening on (\d+)/, startLimitMs);
    return { address: addressOf(Number(port), token, options), ended: server.ended, dispose: server.dispose };
  } catch (error) {
    await server.dispose();
    throw error;
  }
}

/** Installs the package as a user would by `code --install-extension`. */
async function installPackage(
  { build, extension, logFile }: ServerOptions,
  { serverData, extensions }: { readonly serverData: string; readonly extensions: string },
): Promise<void> {
  const args = [
    join("out", "server-main.js"),
    `--install-extension=${extension}`,
    "--accept-server-license-terms",
    `--server-data-dir=${serverData}`,
    `--extensions-dir=${extensions}`,
  ];
  const installer = startOwned(
    { command: process.execPath, args, folder: build.folder, foldersToRemove: [] },
    { environment: environmentWith(offline), logFile },
  );
  try {
    await installer.printed(/was successfully installed/, startLimitMs);
  } finally {
    await installer.dispose();
  }
}

function addressOf(port: number, token: string, { workspace, extension, suite }: ServerOptions): string {
  const remote = `vscode-remote://127.0.0.1:${port}`;
  const development = [
    ["extensionDevelopmentPath", `${remote}${extension}`],
    ["extensionTestsPath", `${remote}${suite}`],
  ];
  const payload = JSON.stringify([["skipWelcome", "true"], ...(suite === undefined ? [] : development)]);
  const query = new URLSearchParams({ tkn: token, folder: workspace, payload });
  return `http://127.0.0.1:${port}/?${query.toString()}`;
}

/** An entry of VS Code's list of installed extensions that points at a folder elsewhere: the extension as a user has it, without packaging it. */
async function installedExtension(folder: string): Promise<unknown> {
  const manifest: unknown = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const { publisher, name, version } = manifest as Readonly<Record<string, unknown>>;
  if (typeof publisher !== "string" || typeof name !== "string" || typeof version !== "string") {
    throw new CannotRun(`${folder} holds no extension: its package.json has to name publisher, name and version.`);
  }
  return {
    identifier: { id: `${publisher}.${name}` },
    version,
    location: { $mid: 1, path: folder, scheme: "file" },
    metadata: {},
  };
}

function userSettings({ theme = "dark", settings }: ServerOptions): Readonly<Record<string, unknown>> {
  return { ...quietSettings, "workbench.colorTheme": themes[theme].setting, ...settings };
}

/** What would otherwise cover the window, move in it, or ask the network. */
export const quietSettings: Readonly<Record<string, unknown>> = {
  "chat.disableAIFeatures": true,
  "editor.cursorBlinking": "solid",
  "extensions.ignoreRecommendations": true,
  // In a browser VS Code saves a second after an edit; what is not saved is what some tests are about.
  "files.autoSave": "off",
  "git.openRepositoryInParentFolders": "never",
  "remote.autoForwardPorts": false,
  "remote.restoreForwardedPorts": false,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "window.autoDetectColorScheme": false,
  "window.autoDetectHighContrast": false,
  "workbench.enableExperiments": false,
  "workbench.reduceMotion": "on",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
};

/** An empty gallery: the server build would otherwise ask a registry of extensions on the network. */
const offline = { EXTENSIONS_GALLERY: "{}" };

/** Headless, with nothing that asks the network. */
export function launchBrowser(executablePath: string): Promise<Browser> {
  const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];
  const silent = ["--disable-background-networking", "--disable-component-update", "--disable-sync"];
  return chromium.launch({ executablePath, args: [...args, ...silent] });
}

/** Adds what a page prints to a file; the consoles of the window and of the extension host are among it. */
export function logConsole(page: Page, logFile: string): void {
  page.on("console", (message) => appendFileSync(logFile, `[window] ${message.type()} ${message.text()}\n`));
}

/** Closes a browser. Leaving its pages first tells the server that nobody will come back, so that it deactivates the extension in good order. */
export async function leave(browser: Browser): Promise<void> {
  const pages = browser.contexts().flatMap((context) => context.pages());
  await Promise.allSettled(pages.map((page) => page.goto("about:blank")));
  await browser.close();
}

/** What running a suite in a server needs beside the server. */
export interface SuiteRun extends ServerOptions {
  readonly chromium: string;
  readonly suite: string;
  readonly limitMs: number;
}

/**
 * Runs a suite in the extension host of a fresh server.
 * Resolves with its exit code when its `run()` ends: 0, or 1 where it rejected. Rejects where it does not end in time.
 */
export async function runSuiteInServer(run: SuiteRun): Promise<number> {
  const server = await startServer(run);
  try {
    const browser = await launchBrowser(run.chromium);
    try {
      const page = await browser.newPage();
      logConsole(page, run.logFile);
      const code = exitCodeOf(page, run, server);
      await Promise.race([page.goto(server.address), code]);
      return await code;
    } finally {
      await leave(browser);
    }
  } finally {
    await server.dispose();
  }
}

/** The workbench of a test run reports by a function that has to be in the page before it loads. */
async function exitCodeOf(page: Page, run: SuiteRun, server: ServerHost): Promise<number> {
  const limit = AbortSignal.timeout(run.limitMs);
  const exit = new Promise<number>((resolve, reject) => {
    limit.addEventListener("abort", () =>
      reject(new Error(`The suite did not end within ${run.limitMs} ms. See ${run.logFile}.`)),
    );
    page.on("crash", () => reject(new Error("The window of the suite crashed.")));
    void server.ended.then((code) =>
      reject(new Error(`VS Code's server ended with ${code} during the suite. See ${run.logFile}.`)),
    );
    void page.exposeFunction("codeAutomationExit", resolve).catch(reject);
  });
  return exit;
}
