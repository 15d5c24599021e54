import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import type { Browser, FrameLocator, Locator, Page } from "playwright-core";

import {
  launchBrowser,
  leave,
  logConsole,
  startServer,
  themes,
  type ServerOptions,
  type Theme,
} from "./server-host.ts";

/** What a window is opened with. */
export interface WindowOptions extends ServerOptions {
  readonly chromium: string;
  /** Where {@link Window.screenshot} puts its files. */
  readonly screenshots: string;
  /** Size of the window in CSS pixels; 1400 × 900 without it. */
  readonly size?: { readonly width: number; readonly height: number };
  /** Screenshot pixels to a CSS pixel; 1 without it. */
  readonly scale?: number;
}

/** A VS Code window with the extension in it, driven the way a user does. Every function waits for what it needs. */
export interface Window extends AsyncDisposable {
  readonly page: Page;
  /** The open quick input (palette, quick pick or input box). */
  readonly quickInput: QuickInput;
  /** Runs a command by its title in the command palette, as `Portolan: Run All`. Waits until the command is there. */
  readonly runCommand: (title: string) => Promise<void>;
  /** Opens a file of the workspace by quick open, at a line where `path` is `FILE:LINE`, and waits for its tab and its text. */
  readonly openFile: (path: string) => Promise<Locator>;
  /** Shows a view container by the name in the activity bar, as `Portolan`, and gives its side bar. */
  readonly openView: (name: string) => Promise<Locator>;
  /** The row of a tree by what a screen reader says of it, where paths are whole: `GET /api/nodes, verified, 15 of 15`. */
  readonly treeItem: (text: string | RegExp) => Locator;
  /** The document inside of the webview whose panel or view has that title. */
  readonly webviewFrame: (title: string) => Promise<FrameLocator>;
  /** The notification toasts that contain a text. */
  readonly notification: (text: string | RegExp) => Locator;
  readonly closeNotifications: () => Promise<void>;
  /** Trusts a workspace that was opened with `trust: "restricted"`, and waits until that holds. */
  readonly trustWorkspace: () => Promise<void>;
  /** Saves what the window shows as `<screenshots>/<name>.png` and gives that path. */
  readonly screenshot: (name: string) => Promise<string>;
  /** Closes the window and ends its server. Nothing is left. */
  readonly dispose: () => Promise<void>;
}

/** The quick input of a window. */
interface QuickInput {
  readonly box: Locator;
  readonly rows: Locator;
  /** Types a text in place of what stands there. */
  readonly type: (text: string) => Promise<void>;
  /** Chooses the row that contains a text. */
  readonly pick: (text: string | RegExp) => Promise<void>;
  /** Accepts what stands there. */
  readonly accept: () => Promise<void>;
}

const waitLimitMs = 30_000;
const openLimitMs = 180_000;

/** How long a palette stays open without the command that is looked for, before it is asked anew: open palettes do not learn of new commands. */
const paletteLimitMs = 2_000;

const mostWebviews = 8;

/** Starts a server with the extension and opens a window on it. */
export async function openWindow(options: WindowOptions): Promise<Window> {
  const server = await startServer(options);
  let browser: Browser | undefined;
  const dispose = async (): Promise<void> => {
    if (browser) await leave(browser);
    await server.dispose();
  };
  try {
    browser = await launchBrowser(options.chromium);
    const { size = { width: 1400, height: 900 }, scale = 1 } = options;
    const page = await browser.newPage({ viewport: size, deviceScaleFactor: scale, reducedMotion: "reduce" });
    page.setDefaultTimeout(waitLimitMs);
    logConsole(page, options.logFile);
    // What the window loads is waited for below, with more patience.
    await page.goto(server.address, { waitUntil: "commit" });
    await workbenchIsReady(page, options.theme);
    return driveWindow(page, options.screenshots, dispose);
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** Waits for the parts of the window and for its theme: until that is loaded, the colours are those of another. */
async function workbenchIsReady(page: Page, theme: Theme = "dark"): Promise<void> {
  const limit = { timeout: openLimitMs };
  const workbench = page.locator(`.monaco-workbench.${themes[theme].cssClass}`);
  await workbench.locator(".part.activitybar .action-item").first().waitFor(limit);
  await workbench.locator(".part.statusbar .statusbar-item").first().waitFor(limit);
}

function driveWindow(page: Page, screenshots: string, dispose: () => Promise<void>): Window {
  const quickInput = quickInputOf(page);

  /** A key that comes while the window is still busy may be lost, so it is pressed again. */
  const openQuickInput = async (key: string): Promise<void> => {
    const lastChanceMs = Date.now() + waitLimitMs;
    for (;;) {
      await page.keyboard.press(key);
      if (await appears(quickInput.box, paletteLimitMs)) return;
      if (Date.now() > lastChanceMs) throw new Error(`Nothing opens at ${key}.`);
    }
  };

  /** Types into a quick input that a key opens, until a row is there. Chooses none. */
  const findRow = async (key: string, text: string, row: Locator): Promise<void> => {
    const lastChanceMs = Date.now() + waitLimitMs;
    for (;;) {
      await openQuickInput(key);
      // A view that opens at this moment takes the focus, and with it the quick input goes.
      const typed = await quickInput.box.fill(text, { timeout: paletteLimitMs }).then(
        () => true,
        () => false,
      );
      if (typed && (await appears(row, paletteLimitMs))) return;
      await page.keyboard.press("Escape");
      if (Date.now() > lastChanceMs) throw new Error(`No row comes for "${text}".`);
    }
  };

  const runCommand = async (title: string): Promise<void> => {
    const row = quickInput.rows.filter({ has: page.getByText(title, { exact: true }) }).first();
    await findRow("F1", `>${title}`, row);
    await row.click();
  };

  return {
    page,
    quickInput,
    runCommand,
    openFile: async (path) => {
      const name = (path.split("/").at(-1) ?? path).replace(/:\d+$/, "");
      const row = quickInput.rows.filter({ hasText: name }).first();
      await findRow("ControlOrMeta+P", path, row);
      // Enter would take the first row, which may still be of what was searched before.
      await row.click();
      await page.locator(".tabs-container .tab.active").filter({ hasText: name }).waitFor();
      const editor = page.locator(".editor-group-container.active .monaco-editor").first();
      await editor.locator(".view-line").first().waitFor();
      return editor;
    },
    openView: async (name) => {
      const entry = page
        .locator(".activitybar .action-item")
        .filter({ has: page.locator(`.action-label[aria-label^="${name}"]`) });
      const sideBar = page.locator(".part.sidebar");
      const title = sideBar
        .locator(".composite.title")
        .filter({ hasText: new RegExp(`^\\s*${RegExp.escape(name)}`, "i") });
      await entry.waitFor();
      if (!(await title.isVisible())) await entry.click();
      await title.waitFor();
      return sideBar;
    },
    treeItem: (name) => page.getByRole("treeitem", { name }),
    webviewFrame: (title) => webviewFrame(page, title),
    notification: (text) => page.locator(".notification-toast").filter({ hasText: text }),
    closeNotifications: async () => {
      const toasts = page.locator(".notification-toast");
      if ((await toasts.count()) === 0) return;
      await runCommand("Notifications: Clear All Notifications");
      await toasts.first().waitFor({ state: "detached" });
    },
    trustWorkspace: async () => {
      await runCommand("Workspaces: Manage Workspace Trust");
      await page.locator(".workspace-trust-editor").getByRole("button", { name: "Trust", exact: true }).click();
      await page.locator(".statusbar-item").filter({ hasText: "Restricted Mode" }).waitFor({ state: "detached" });
    },
    screenshot: async (name) => {
      await mkdir(screenshots, { recursive: true });
      const path = join(screenshots, `${name}.png`);
      await page.screenshot({ path, animations: "disabled", caret: "hide" });
      return path;
    },
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}

/** A webview is a frame in a frame. Only the inner one bears the title, so all outer ones are looked into at the same time. */
async function webviewFrame(page: Page, title: string): Promise<FrameLocator> {
  const inner = `iframe#active-frame[title=${JSON.stringify(title)}]`;
  const candidates = Array.from({ length: mostWebviews }, async (_, index) => {
    const outer = page.locator("iframe.webview.ready").nth(index);
    await outer.contentFrame().locator(inner).waitFor();
    return outer.getAttribute("name");
  });
  const name = await Promise.any(candidates).catch(() => {
    throw new Error(`No webview has the title "${title}".`);
  });
  return page.frameLocator(`iframe.webview[name="${name}"]`).frameLocator(inner);
}

function quickInputOf(page: Page): QuickInput {
  const widget = page.locator(".quick-input-widget:visible");
  const box = widget.locator(".quick-input-box input");
  const rows = widget.locator(".quick-input-list .monaco-list-row");
  return {
    box,
    rows,
    type: (text) => box.fill(text),
    pick: (text) => rows.filter({ hasText: text }).first().click(),
    accept: () => box.press("Enter"),
  };
}

async function appears(locator: Locator, limitMs: number): Promise<boolean> {
  return locator.waitFor({ timeout: limitMs }).then(
    () => true,
    () => false,
  );
}
