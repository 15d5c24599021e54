import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The example's project file with planted drifts, beside its own; git ignores it. */
export const DRIFT_PROJECT = "portolan.drifts.yaml";

/**
 * Writes {@link DRIFT_PROJECT} into the example's folder and gives its name. Which drifts are switched on is up to the
 * caller's variable CORE_DRIFTS.
 */
export function writeDriftProject(example: string): string {
  const text = readFileSync(join(example, "portolan.yaml"), "utf8");
  const file = join(example, DRIFT_PROJECT);
  const drifting = withDrifts(text);
  // Another test may be reading it just now.
  if (!existsSync(file) || readFileSync(file, "utf8") !== drifting) writeFileSync(file, drifting);
  return DRIFT_PROJECT;
}

/** The text of the example's project file with one drift switched on in it, as a user would change a variable. */
export function withDrift(text: string, drift: string): string {
  const variable = `    environment:\n      CORE_DRIFTS: ${drift}\n`;
  return withDrifts(text).replace(/^ {4}inherit: \[CORE_DRIFTS\]\n {4}environment:\n/m, variable);
}

/** The Rust server built with the feature `drifts`, and the caller's variable passed on to it. */
function withDrifts(text: string): string {
  const changed = text
    .replace("    build: cargo build\n", "    build: cargo build --features drifts --bin core-server-with-drifts\n")
    .replace("target/debug/core-server-rs serve", "target/debug/core-server-with-drifts serve")
    .replace(/^( {2}rust:\n(?: {4}.*\n)*?)( {4}environment:\n)/m, "$1    inherit: [CORE_DRIFTS]\n$2");
  if (!changed.includes("--features drifts") || !changed.includes("CORE_DRIFTS")) {
    throw new Error("The example's project file is not written as scripts/drift-project.ts expects it.");
  }
  return changed;
}
