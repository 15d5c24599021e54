import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A named condition, and what shows that it holds: throws where it does not. */
export interface Check {
  readonly condition: string;
  readonly run: () => Promise<void> | void;
}

/**
 * Runs the checks one after the other and prints a line for each; one that fails ends the run, since the next build on
 * it. The last line is `N passed, N failed`.
 */
export async function runChecks(checks: readonly Check[]): Promise<void> {
  let passed = 0;
  for (const { condition, run } of checks) {
    try {
      await run();
    } catch (error) {
      console.log(`✗ ${condition}\n${error instanceof Error ? error.stack : String(error)}`);
      console.log(`${passed} passed, ${checks.length - passed} failed`);
      process.exitCode = 1;
      return;
    }
    passed += 1;
    console.log(`✓ ${condition}`);
  }
  console.log(`${passed} passed, 0 failed`);
}

/** Runs with a temporary folder that is gone afterwards. */
export async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "controller-"));
  try {
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Looks again and again until what is looked for is there; fails after `seconds`. */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | undefined> | T | undefined,
  seconds = 10,
): Promise<T> {
  const bound = performance.now() + seconds * 1000;
  while (performance.now() < bound) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`${what}: not within ${seconds} seconds.`);
}
