import { execFileSync } from "node:child_process";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { findOrInstallChromium } from "../../scripts/chromium.ts";
import { ensureServerBuild } from "../../scripts/vscode/server-build.ts";
import { openWindow, type Window } from "../../scripts/vscode/window.ts";
import { packExtension } from "../../scripts/vsix.ts";
import { copyWorkspace, type WorkspaceCopy } from "../../test/editor/workspace-copy.ts";
import { printResults, type Result } from "../index/print-results.ts";
import { measureActivation } from "./activation.ts";
import { measureClicks } from "./clicks.ts";
import { measureEdits } from "./edits.ts";
import { largeWorkspace, measureRegrouping } from "./regrouping.ts";
import { measureSaves } from "./saves.ts";

/**
 * `npm run bench editor`: what the editor adds to what servers and builds take, in a real VS Code on the example, built
 * anew. The size of the package; the client's activation as a ratio to that of the Git extension beside it; a click to
 * the first word of it, and to the verdict beyond servers and build; an edit to the lens beyond the pause that is waited
 * for; with run on save, the end of a build to the verdict at the handler; the tree of 5,000 endpoints in another grouping.
 */
const root = dirname(dirname(import.meta.dirname));
const log = (line: string): void => console.error(line);
const TURNS = 5;
const example = join(root, "examples", "controller");

execFileSync(process.execPath, [join(root, "esbuild.config.mjs")], { cwd: root, stdio: "inherit" });
const build = await ensureServerBuild({ root, log });
const chromium = await findOrInstallChromium({ log });
console.log(`In VS Code's server build; times are the best of ${TURNS} turns.`);

printResults("The package", [await packageSize()]);
await inWindow("The client", await copyWorkspace(example), async (window) => [await measureActivation(window, TURNS)]);
await inWindow("A click, a key stroke and a save", await copyWorkspace(example), async (window, workspace) => [
  ...(await measureClicks(window, workspace, TURNS)),
  await measureEdits(window, TURNS),
  ...(await measureSaves(window, workspace, TURNS)),
]);
const large = await largeWorkspace();
await inWindow("The tree", { folder: large, temporaryFolder: large }, async (window) => [
  await measureRegrouping(window, TURNS),
]);

/** Opens a window on a workspace that goes with it, and prints what was measured there. */
async function inWindow(
  title: string,
  { folder, temporaryFolder }: WorkspaceCopy,
  measure: (window: Window, workspace: string) => Promise<readonly Result[]>,
): Promise<void> {
  await using window = await openWindow({
    build,
    chromium,
    extension: root,
    workspace: folder,
    temporaryFolders: [temporaryFolder],
    screenshots: join(root, "artifacts", "screenshots"),
    logFile: join(root, "artifacts", "editor-bench.log"),
    size: { width: 1600, height: 1000 },
  });
  try {
    printResults(`${title}, at load ${loadavg()[0]?.toFixed(1)}`, await measure(window, folder));
  } catch (error) {
    log(`The window as it was: ${await window.screenshot("editor-bench-failed")}`);
    throw error;
  }
}

async function packageSize(): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), "portolan-bench-"));
  try {
    const file = join(folder, "portolan.vsix");
    packExtension(root, file);
    return { what: "the package", value: (await stat(file)).size / 1_000_000, target: 2, unit: "MB" };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
