import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseDocument } from "yaml";
import { writeDriftProject } from "../../scripts/drift-project.ts";
import { startMarked } from "./marked-process.ts";

/** The project's root. */
export const root = dirname(dirname(import.meta.dirname));

/** The example, in place: a run writes nothing there but what git ignores. */
export const example = join(root, "examples", "controller");

/** The last line of a run, or of the ledger, in which nothing differs, failed or went stale, however much there is. */
export const ALL_VERIFIED = /^\d+ endpoints: [1-9]\d* verified(?:, \d+ (?:unported|kept))*$/m;

/** The name of the example's project file with planted drifts, which the caller's CORE_DRIFTS switches on. */
export const driftProject = (): string => writeDriftProject(example);

/**
 * Writes a project file beside the example's own whose Rust side is the Python server, and gives its name; git ignores
 * it. The sources stay those of the Rust server, so that the same endpoints are ported.
 */
export function pythonTwiceProject(): string {
  const name = "portolan.python-twice.yaml";
  const project = parseDocument(readFileSync(join(example, "portolan.yaml"), "utf8"));
  project.setIn(["servers", "rust", "build"], "test -x ../core-server/.venv/bin/python");
  project.setIn(
    ["servers", "rust", "start"],
    `../core-server/${String(project.getIn(["servers", "python", "start"]))}`,
  );
  project.setIn(["servers", "rust", "environment", "PYTHONPATH"], "../core-server");
  writeFileSync(join(example, name), String(project));
  return name;
}

/** Starts the built command line in a folder. */
export function startPortolan(
  folder: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
) {
  return startMarked(process.execPath, [join(root, "dist", "cli.js"), ...args], { folder, environment });
}

/** Runs the built command line to its end. */
export async function portolan(
  folder: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<{
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly survivors: readonly string[];
}> {
  const run = startPortolan(folder, args, environment);
  const code = await run.ended;
  return { code, ...run.output(), survivors: run.survivors() };
}
