import { execFileSync } from "node:child_process";
import { dirname, join } from "node:path";

import { openHandler, RUST_NODES } from "../test/editor/open-handler.ts";
import { startRunOnSave } from "../test/editor/run-on-save.ts";
import { copyWorkspace } from "../test/editor/workspace-copy.ts";
import { findOrInstallChromium } from "./chromium.ts";
import { ensureServerBuild } from "./vscode/server-build.ts";
import { openWindow, type Window } from "./vscode/window.ts";
import { type Clip, keep, shoot } from "./pictures/shoot.ts";
import { type Moment, sequence } from "./pictures/sequence.ts";

/**
 * `npm run pictures`: takes the pictures of README and walkthrough anew, of the example in a real VS Code, with the
 * extension as it is now. What they show is done, not drawn: servers are built and run.
 */
const root = dirname(import.meta.dirname);
const log = (line: string): void => console.error(line);
const RUN_LIMIT_MS = 600_000;
/** Pixels to a CSS pixel in the README; the pictures of the walkthrough are shipped, and have one. */
const SCALE = 1.5;
const SIZE = { width: 1280, height: 800 };
/** What a walkthrough shows beside its text. */
const SMALL: Clip = { x: 0, y: 30, width: 760, height: 420 };

execFileSync(process.execPath, [join(root, "esbuild.config.mjs")], { cwd: root, stdio: "inherit" });
const { folder, temporaryFolder } = await copyWorkspace(join(root, "examples", "controller"));
await using window = await openWindow({
  build: await ensureServerBuild({ root, log }),
  chromium: await findOrInstallChromium({ log }),
  extension: root,
  workspace: folder,
  temporaryFolders: [temporaryFolder],
  screenshots: join(root, "artifacts", "screenshots"),
  logFile: join(root, "artifacts", "pictures.log"),
  settings: { "editor.minimap.enabled": false, "editor.stickyScroll.enabled": false, "breadcrumbs.enabled": false },
  size: SIZE,
  scale: SCALE,
});
try {
  await takeAll(window);
} catch (error) {
  log(`The window as it was: ${await window.screenshot("pictures-failed")}`);
  throw error;
}

async function takeAll(of: Window): Promise<void> {
  await setUpAndEndpoints(of);
  await keepLoop(of);
  await differences(of);
  await stub(of);
}

function walkthrough(name: string): string {
  return join(root, "media", "walkthrough", `${name}.webp`);
}

async function setUpAndEndpoints({ page, openView, openFile, treeItem }: Window): Promise<void> {
  await openView("Portolan");
  await treeItem("GET /api/nodes").first().waitFor({ timeout: 120_000 });
  await openFile("portolan.yaml");
  await keep(walkthrough("set-up"), await shoot(page, SMALL, 1));
  await openFile("core-server/core_server/api/reports.py");
  await page.locator(".codelens-decoration").getByText("Create Rust handler…").first().waitFor();
  await keep(walkthrough("endpoints"), await shoot(page, SMALL, 1));
}

/** Edit, save, verdict. */
async function keepLoop(of: Window): Promise<void> {
  const { page, runCommand } = of;
  const editor = await openHandler(of, folder);
  const lens = page.locator(".codelens-decoration");
  await lens.getByText("▶ Run parity").filter({ visible: true }).first().click({ timeout: 60_000 });
  const verified = lens.getByText(/✓ (\d+) of \1 · just now/).first();
  await verified.waitFor({ timeout: RUN_LIMIT_MS });
  await startRunOnSave(of);
  await openHandler(of, folder);
  await editor.locator(".view-line").filter({ hasText: "total:" }).first().click();
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.type(" + 1");
  await lens
    .getByText(/changed since/)
    .first()
    .waitFor();
  const moments: Moment[] = [{ caption: "A line of the Rust handler is changed.", parts: await handlerParts(page) }];
  await page.keyboard.press("ControlOrMeta+S");
  const status = page.locator(".part.statusbar .statusbar-item");
  await status
    .filter({ hasText: /Rust: building/ })
    .first()
    .waitFor({ timeout: 60_000 });
  moments.push({ caption: "It is saved: what that made stale is built and run.", parts: await handlerParts(page) });
  await lens
    .getByText(/✗ .* differ/)
    .first()
    .waitFor({ timeout: RUN_LIMIT_MS });
  moments.push({ caption: "The verdict stands at the handler.", parts: await handlerParts(page) });
  await keep(join(root, "media", "readme", "save.webp"), await sequence(page.context().browser(), moments, SCALE));
  await runCommand("Test: Peek Output");
  await page.mouse.move(0, 0);
  // The Python handler stands below as a frame, whose file is opened for it; an icon stands before its name.
  await page
    .locator(".zone-widget .view-line")
    .filter({ hasText: /def\s.*list_nodes/ })
    .first()
    .waitFor();
  await keep(walkthrough("differs"), await shoot(page, { ...SMALL, x: 350, y: 356 }, 1));
  await page.keyboard.press("Escape");
}

/** The handler with its lens, and the left end of the status bar. */
async function handlerParts(page: Window["page"]): Promise<readonly Buffer[]> {
  const editor = page.locator(".editor-group-container.active .monaco-editor").first();
  const name = await editor.locator(".view-line").filter({ hasText: "fn\u00A0list_nodes" }).first().boundingBox();
  const whole = await editor.boundingBox();
  const bar = await page.locator(".part.statusbar").boundingBox();
  if (name === null || whole === null || bar === null) throw new Error("The handler is not in view.");
  const width = 768;
  // Its lens stands above it.
  const handler = { x: whole.x, y: name.y - 26, width, height: 270 };
  return [await page.screenshot({ clip: handler }), await page.screenshot({ clip: { ...bar, x: 0, width } })];
}

/** What the run on save has left, in the Test Explorer and in the diff panel. */
async function differences({ page, openView, openFile, runCommand, closeNotifications, ...of }: Window): Promise<void> {
  const view = await openView("Testing");
  const endpoint = view.getByRole("treeitem", { name: /^GET \/api\/nodes \(Failed/ }).first();
  await endpoint.click();
  await page.keyboard.press("ArrowRight");
  await view
    .getByRole("treeitem", { name: /\(Failed/ })
    .nth(2)
    .waitFor();
  await closeNotifications();
  await keep(walkthrough("run"), await shoot(page, SMALL, 1));
  await openView("Portolan");
  const editor = await openFile(RUST_NODES);
  await editor.locator(".view-line").filter({ hasText: "fn\u00A0list_nodes" }).first().click();
  await runCommand("Portolan: Show Differences");
  const panel = await of.webviewFrame("Differences");
  await panel.getByText("/total").first().waitFor();
  await closeNotifications();
  // Where the pointer rests on a tab, the path of the copy covers what is shown.
  await page.mouse.move(SIZE.width / 2, SIZE.height - 1);
  await page.locator(".monaco-hover:visible, .workbench-hover:visible").first().waitFor({ state: "hidden" });
  await keep(join(root, "media", "readme", "dark.webp"), await shoot(page, { x: 0, y: 0, ...SIZE }, SCALE));
  await runCommand("View: Close All Editors");
  await page.locator(".tabs-container .tab").first().waitFor({ state: "detached" });
}

async function stub({ page, openFile }: Window): Promise<void> {
  await openFile("core-server/core_server/api/reports.py");
  const lens = page.locator(".codelens-decoration").getByText("Create Rust handler…").first();
  const handler = page.getByText("Err(StatusCode::NOT_IMPLEMENTED)").first();
  await lens.click();
  // A lens that is drawn anew in the moment of a click takes none.
  await handler.waitFor({ timeout: 10_000 }).catch(() => lens.click());
  await handler.waitFor();
  await keep(walkthrough("stub"), await shoot(page, { ...SMALL, x: 350 }, 1));
}
