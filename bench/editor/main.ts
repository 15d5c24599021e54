import { readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { loadavg } from "node:os";

import type { Locator, Page } from "playwright-core";

import { endpointKey } from "#core/model/endpoint.ts";
import { SERVERS_STOPPED } from "#core/model/session.ts";
import type { ProjectView } from "#protocol/lsp.ts";
import { findOrInstallChromium } from "../../scripts/chromium.ts";
import { ensureServerBuild } from "../../scripts/vscode/server-build.ts";
import { openWindow, type Window } from "../../scripts/vscode/window.ts";
import { treeChanges } from "../../src/client/tree/tree-changes.ts";
import { treeModel } from "../../src/client/tree/tree-model.ts";
import { copyWorkspace } from "../../test/editor/workspace-copy.ts";
import { printResults, type Result } from "../index/print-results.ts";

/**
 * `npm run bench editor`: what the editor adds to what servers and builds take, in a real VS Code on the example. The
 * client's activation as a ratio to that of the Git extension beside it, a click to the first word of it, a click to
 * the verdict beyond the run itself, an edit to the lens beyond the pause that is waited for, and the tree of 5,000
 * endpoints in another grouping. `npm run package` before it has the package's size printed too.
 */
const root = dirname(dirname(import.meta.dirname));
const log = (line: string): void => console.error(line);
const TURNS = 5;
/** An editor asks for lenses after a pause in typing, and so does the server. */
const DEBOUNCE_MS = 200 + 250;
const NODES = "core-server-rs/src/routes/nodes.rs";

console.log(`Load ${loadavg()[0]?.toFixed(1)}; times are the best of ${TURNS} turns.`);
const results: Result[] = [regroup(), ...packages()];
const { folder, temporaryFolder } = await copyWorkspace(join(root, "examples", "controller"));
await using window = await openWindow({
  build: await ensureServerBuild({ root, log }),
  chromium: await findOrInstallChromium({ log }),
  extension: root,
  workspace: folder,
  temporaryFolders: [temporaryFolder],
  screenshots: join(root, "artifacts", "screenshots"),
  logFile: join(root, "artifacts", "editor-bench.log"),
  size: { width: 1600, height: 1000 },
});
const clicked = await clicks(window);
printResults("The editor, in VS Code's server build", [...results, ...clicked]);
printResults("A key stroke", [await edits(window)]);
printResults("The client", [await activation(window)]);

async function activation({ page, openView, treeItem, runCommand }: Window): Promise<Result> {
  await openView("Portolan");
  await treeItem("GET /healthz").waitFor({ timeout: 60_000 });
  await runCommand("Developer: Show Running Extensions");
  const timeOf = async (name: string): Promise<number> => {
    const row = page
      .locator(".runtime-extensions-editor .monaco-list-row")
      .filter({ has: page.getByText(name, { exact: true }) });
    await row.first().waitFor();
    const text = await row.first().innerText();
    return Number(/Activation:\D*(\d+)\s*ms/.exec(text)?.[1] ?? Number.NaN);
  };
  const own = await timeOf("Portolan");
  const git = await timeOf("Git");
  return { what: `activation (${own} ms) to Git's (${git} ms)`, value: own / git, target: 0.5, unit: "×" };
}

async function clicks({ page, openFile, runCommand, closeNotifications }: Window): Promise<readonly Result[]> {
  await openFile(NODES);
  const lens = page.locator(".codelens-decoration");
  const run = lens.getByText("▶ Run parity").filter({ visible: true }).first();
  const verdict = lens.getByText(/✓ 7 of 7 · just now/).first();
  await run.click();
  await verdict.waitFor({ timeout: 300_000 });
  const best = { feedback: Infinity, beyond: Infinity };
  for (let turn = 0; turn < TURNS; turn += 1) {
    await closeNotifications();
    const begin = performance.now();
    await run.click();
    await lens.getByText("running…").first().waitFor();
    best.feedback = Math.min(best.feedback, performance.now() - begin);
    await verdict.waitFor({ timeout: 60_000 });
    const whole = performance.now() - begin;
    await runCommand("Portolan: Show Output");
    const own = await lastRunMs(page);
    await page.getByRole("button", { name: "Hide Panel" }).first().click();
    best.beyond = Math.min(best.beyond, whole - own);
  }
  return [
    { what: "click to the first word of it", value: best.feedback, target: 250, unit: "ms" },
    { what: "click to the verdict, beyond the run", value: best.beyond, target: 300, unit: "ms" },
  ];
}

/** How long the run took that was logged last. */
async function lastRunMs(page: Page): Promise<number> {
  const lines = page.locator(".output-view .view-line, .part.panel .view-line").filter({ hasText: /in\s\d+\sms/ });
  await lines.last().waitFor();
  const all = await lines.allInnerTexts();
  return Number(/in\s(\d+)\sms/.exec(all.at(-1) ?? "")?.[1] ?? Number.NaN);
}

/** A handler goes stale with a key stroke, and holds again with the next. */
async function edits({ page, openFile }: Window): Promise<Result> {
  const editor = await openFile(NODES);
  const stale = page
    .locator(".codelens-decoration")
    .getByText(/changed since/)
    .first();
  await editor.locator(".view-line").filter({ hasText: "fn\u00A0list_nodes" }).first().click();
  await page.keyboard.press("End");
  let best = Infinity;
  for (let turn = 0; turn < TURNS; turn += 1) {
    best = Math.min(best, await timed(() => page.keyboard.type("1"), stale, "visible"));
    await timed(() => page.keyboard.press("Backspace"), stale, "detached");
  }
  return { what: "edit to the lens, beyond the pause", value: best - DEBOUNCE_MS, target: 100, unit: "ms" };
}

async function timed(act: () => Promise<void>, seen: Locator, state: "visible" | "detached"): Promise<number> {
  const begin = performance.now();
  await act();
  await seen.waitFor({ state });
  return performance.now() - begin;
}

/** What the client computes; VS Code draws the groups, which are closed where there are so many. */
function regroup(): Result {
  const place = { file: "src/a.rs", range: { start: { line: 1, character: 0 }, end: { line: 1, character: 9 } } };
  const rows = Array.from({ length: 5_000 }, (_, at): ProjectView["ledger"]["rows"][number] => {
    const path = `/api/${at % 50}/${at}`;
    const route = {
      side: "rust",
      framework: "axum",
      kind: "http",
      method: "GET",
      path,
      place,
      steps: [],
      parameters: [],
    } as const;
    const key = endpointKey("GET", path);
    return {
      key,
      method: "GET",
      path,
      status: "ported",
      milestones: [`m${at % 50}`],
      python: [],
      rust: [route],
      findings: [],
    };
  });
  const progressByMilestone = Object.fromEntries(
    Array.from({ length: 50 }, (_, at) => [`m${at}`, { verified: 0, total: 100 }]),
  );
  const ledger = { rows, progress: { verified: 0, total: 5_000 }, progressByMilestone };
  const project: ProjectView = {
    uri: "p",
    folder: "f",
    name: "n",
    serverFolders: [],
    ledger,
    servers: SERVERS_STOPPED,
    isRunning: false,
    isBroken: false,
    gates: [],
    runningGates: [],
  };
  const options = { nowMs: 0, running: new Set<string>() };
  let best = Infinity;
  for (let turn = 0; turn < TURNS; turn += 1) {
    const before = treeModel([project], { ...options, grouping: "milestone" });
    const begin = process.cpuUsage();
    treeChanges(before, treeModel([project], { ...options, grouping: "status" }));
    const { user, system } = process.cpuUsage(begin);
    best = Math.min(best, (user + system) / 1_000);
  }
  return { what: "5,000 endpoints in another grouping", value: best, target: 200, unit: "ms" };
}

function packages(): readonly Result[] {
  return readdirSync(root)
    .filter((name) => name.endsWith(".vsix"))
    .map((name) => ({ what: name, value: statSync(join(root, name)).size / 1_000_000, target: 2, unit: "MB" }));
}
