import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { copyWorkspace } from "../test/editor/workspace-copy.ts";
import { findOrInstallChromium } from "./chromium.ts";
import { withDrift } from "./drift-project.ts";
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
const HANDLERS = "core-server-rs/src/routes/nodes.rs";
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
async function keepLoop({ page, openFile, runCommand, quickInput, closeNotifications }: Window): Promise<void> {
  const text = readFileSync(join(folder, HANDLERS), "utf8");
  const line = (text.split("pub async fn list_nodes")[0] ?? "").split("\n").length;
  const editor = await openFile(`${HANDLERS}:${line}`);
  const lens = page.locator(".codelens-decoration");
  await lens.getByText("▶ Run parity").filter({ visible: true }).first().click({ timeout: 60_000 });
  const verified = lens.getByText(/✓ (\d+) of \1 · just now/).first();
  await verified.waitFor({ timeout: RUN_LIMIT_MS });
  await runCommand("Test: Start Continuous Run");
  await quickInput.accept().catch(() => undefined);
  await closeNotifications();
  await openFile(`${HANDLERS}:${line}`);
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
  await keep(walkthrough("differs"), await shoot(page, { ...SMALL, x: 350, y: 356 }, 1));
  await page.keyboard.press("Escape");
  await editor.locator(".view-line").filter({ hasText: "total:" }).first().click();
  await page.keyboard.press("ControlOrMeta+Z");
  await page.keyboard.press("ControlOrMeta+S");
  await verified.waitFor({ timeout: RUN_LIMIT_MS });
}

/** The handler with its lens, and the left end of the status bar. */
async function handlerParts(page: Window["page"]): Promise<readonly Buffer[]> {
  const lens = await page.locator(".codelens-decoration").filter({ hasText: "Run parity" }).first().boundingBox();
  const editor = await page.locator(".editor-group-container.active .monaco-editor").first().boundingBox();
  const bar = await page.locator(".part.statusbar").boundingBox();
  if (lens === null || editor === null || bar === null) throw new Error("The handler is not in view.");
  const width = 768;
  const handler = { x: editor.x, y: lens.y - 4, width, height: 264 };
  // At this moment the window is drawn anew, of which Playwright's own pictures take account.
  return [await page.screenshot({ clip: handler }), await page.screenshot({ clip: { ...bar, x: 0, width } })];
}

async function differences({
  page,
  openView,
  openFile,
  runCommand,
  quickInput,
  closeNotifications,
  ...of
}: Window): Promise<void> {
  const file = join(folder, "portolan.yaml");
  const project = readFileSync(file, "utf8");
  writeFileSync(file, withDrift(project, "utc-offset"));
  const view = await openView("Testing");
  const milestone = view.getByRole("treeitem", { name: /^nodes/ });
  await milestone.click();
  await milestone.hover();
  await milestone.getByRole("button", { name: "Run Test" }).click();
  const list = view.getByRole("treeitem", { name: /^GET \/api\/nodes \(Failed/ });
  await list.waitFor({ timeout: RUN_LIMIT_MS });
  await list.click();
  await page.keyboard.press("ArrowRight");
  await view
    .getByRole("treeitem", { name: /\(Failed/ })
    .nth(2)
    .waitFor();
  await closeNotifications();
  await keep(walkthrough("run"), await shoot(page, SMALL, 1));
  await openView("Portolan");
  await openFile(HANDLERS);
  await runCommand("Portolan: Run Parity…");
  await quickInput.type("GET /api/nodes/{node_id}");
  await quickInput.pick("GET /api/nodes/{node_id}");
  const panel = await of.webviewFrame("Differences");
  await panel.getByText("/created_at").first().waitFor({ timeout: RUN_LIMIT_MS });
  await closeNotifications();
  await keep(join(root, "media", "readme", "dark.webp"), await shoot(page, { x: 0, y: 0, ...SIZE }, SCALE));
  await runCommand("View: Close All Editors");
  writeFileSync(file, project);
}

async function stub({ page, openFile }: Window): Promise<void> {
  await openFile("core-server/core_server/api/reports.py");
  await page.locator(".codelens-decoration").getByText("Create Rust handler…").first().click();
  await page.getByText("Err(StatusCode::NOT_IMPLEMENTED)").first().waitFor();
  await keep(walkthrough("stub"), await shoot(page, { ...SMALL, x: 350 }, 1));
}
