import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const example = dirname(import.meta.dirname);

/** Git ignores it. */
const NAME = "portolan.faults.yaml";

/** Runs a target of the Makefile; gives its exit code and all that it printed. */
export async function make(
  target: string,
  variables: readonly string[] = [],
): Promise<{ readonly code: number | null; readonly output: string }> {
  // The variables of a make that runs this program are not meant for this one.
  const {
    MAKEFLAGS: _flags,
    MAKELEVEL: _level,
    MAKEOVERRIDES: _overrides,
    BUILD: _build,
    ...environment
  } = process.env;
  const child = spawn("make", ["--no-print-directory", target, ...variables], {
    cwd: example,
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text: Buffer) => (output += text.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, output };
}

/** The project file with other text in some places, each `[before, after]`; what stood before has to be there. */
export function edited(...edits: readonly (readonly [before: string, after: string])[]): string {
  let text = projectText();
  for (const [before, after] of edits) {
    if (!text.includes(before)) throw new Error(`portolan.yaml has no \`${before}\`.`);
    text = text.replace(before, () => after);
  }
  return text;
}

/** The project file with these gates in the place of its own. */
export function gatesOnly(gates: string): string {
  const text = projectText();
  return `${text.slice(0, text.indexOf("\ngates:\n"))}\ngates:\n${gates}`;
}

/** Has a project file of this text beside the example's own, for as long as the work goes on. */
export async function withProject(text: string, work: (name: string) => Promise<void>): Promise<void> {
  const file = join(example, NAME);
  writeFileSync(file, text);
  try {
    await work(NAME);
  } finally {
    rmSync(file);
  }
}

function projectText(): string {
  return readFileSync(join(example, "portolan.yaml"), "utf8");
}
