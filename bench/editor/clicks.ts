import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import type { CaseResult } from "#core/model/run/verdict.ts";
import type { Window } from "../../scripts/vscode/window.ts";
import { openHandler } from "../../test/editor/open-handler.ts";
import type { Result } from "../index/print-results.ts";
import { timeUntilSeen } from "./seen.ts";

const LENS = ".codelens-decoration";

/**
 * A click on the lens of a handler with both servers up: to the first word of it, and to the verdict beyond what the
 * servers took to answer and what a build takes that has nothing to do.
 */
export async function measureClicks(window: Window, workspace: string, turns: number): Promise<readonly Result[]> {
  const { page, closeNotifications } = window;
  await openHandler(window, workspace);
  const run = page.locator(LENS).getByText("▶ Run parity").filter({ visible: true }).first();
  await run.click({ timeout: 120_000 });
  await page
    .locator(LENS)
    .getByText(/✓ (\d+) of \1 · just now/)
    .first()
    .waitFor({ timeout: 400_000 });
  const best = { feedback: Infinity, beyond: Infinity, whole: 0, build: 0, servers: 0 };
  for (let turn = 0; turn < turns; turn += 1) {
    await closeNotifications();
    const sights = [
      { selector: LENS, text: /running…/ },
      { selector: LENS, text: /✓ (\d+) of \1 · just now/ },
    ];
    const [feedback = NaN, whole = NaN] = await timeUntilSeen(page, () => run.click(), sights);
    const build = emptyBuildMs(workspace);
    const servers = serversMs(workspace);
    best.feedback = Math.min(best.feedback, feedback);
    if (whole - build - servers < best.beyond)
      Object.assign(best, { beyond: whole - build - servers, whole, build, servers });
  }
  const parts = `${best.whole.toFixed(0)} ms less ${best.build.toFixed(0)} ms of building nothing and ${best.servers.toFixed(0)} ms of answering`;
  return [
    { what: "click to the first word of it", value: best.feedback, target: 250, unit: "ms" },
    {
      what: "click to the verdict, beyond servers and build",
      value: best.beyond,
      target: 300,
      unit: "ms",
      note: parts,
    },
  ];
}

/** What `cargo build` takes where nothing changed. */
function emptyBuildMs(workspace: string): number {
  const begin = performance.now();
  execFileSync("cargo", ["build", "--quiet"], { cwd: join(workspace, "core-server-rs") });
  return performance.now() - begin;
}

/** What the servers took to answer the cases of the last run: each is sent to both at once, so that the slower one counts. */
function serversMs(workspace: string): number {
  const folder = join(workspace, ".portolan", "results");
  const newest = readdirSync(folder)
    .map((name) => join(folder, name))
    .toSorted((one, other) => statSync(other).mtimeMs - statSync(one).mtimeMs)[0];
  if (newest === undefined) throw new Error(`No answers are kept in ${folder}.`);
  const { results } = JSON.parse(readFileSync(newest, "utf8")) as { readonly results: readonly CaseResult[] };
  const slower = results.map(({ exchanges }) =>
    Math.max(...Object.values(exchanges).map(({ outcome }) => (outcome.kind === "answer" ? outcome.durationMs : 0))),
  );
  return slower.reduce((sum, each) => sum + each, 0);
}
