import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";

interface Tool {
  readonly command: string;
  readonly args: readonly string[];
  /** Where it is asked: rustup takes the toolchain that a folder names. */
  readonly folder: string;
  /** The oldest version that will do. */
  readonly least: string;
  readonly missing: string;
  /** What is to be done where the version that is there is too old. */
  readonly mend: string;
}

const root = dirname(import.meta.dirname);

/** What the example needs on the machine, and how to get it where it is missing. */
export const TOOLS = {
  python3: {
    command: "python3",
    args: ["-c", "import sys; print('Python', sys.version.split()[0]); import venv, ensurepip"],
    folder: root,
    least: "3.11",
    missing:
      "Python 3.11 or newer, with venv, is needed as `python3`: get it from python.org or your system's packages (Debian: python3 and python3-venv).",
    mend: "get a newer one from python.org or your system's packages, and let `python3` be that one",
  },
  rust: {
    command: "rustc",
    args: ["--version"],
    folder: join(root, "examples", "controller", "core-server-rs"),
    least: "1.95",
    missing: "A Rust toolchain of version 1.95 or newer is needed, with `cargo` and `rustc`: get it from rustup.rs.",
    mend: "run `rustup update`, or get a newer one from rustup.rs",
  },
  make: {
    command: "make",
    args: ["--version"],
    folder: root,
    least: "3.81",
    missing:
      "GNU Make is needed as `make`: get it from your system's packages (Debian: make; macOS: xcode-select --install).",
    mend: "get a newer one from your system's packages",
  },
} as const satisfies Readonly<Record<string, Tool>>;

/** One sentence for each of these tools that does not run here, or is too old. */
export function missingTools(names: readonly (keyof typeof TOOLS)[]): readonly string[] {
  return names.flatMap((name) => {
    const { command, args, folder } = TOOLS[name];
    const { status, stdout } = spawnSync(command, args, { cwd: folder, encoding: "utf8" });
    return toolProblem(TOOLS[name], { status, output: stdout }) ?? [];
  });
}

/** What is wrong with a tool that ended so and printed this: `rustc 1.80.1 (…)`, `Python 3.9.2`. */
export function toolProblem(
  { command, least, missing, mend }: Tool,
  { status, output }: { readonly status: number | null; readonly output: string | null },
): string | undefined {
  const found = /\d+\.\d+(?:\.\d+)?/.exec(output ?? "")?.[0];
  if (found !== undefined && isOlder(found, least)) {
    return `\`${command}\` is version ${found}, and ${least} or newer is needed: ${mend}.`;
  }
  return status === 0 && found !== undefined ? undefined : missing;
}

function isOlder(version: string, least: string): boolean {
  const [parts, wanted] = [version, least].map((text) => text.split(".").map(Number));
  const different = wanted?.findIndex((number, i) => number !== (parts?.[i] ?? 0)) ?? -1;
  return different >= 0 && (parts?.[different] ?? 0) < (wanted?.[different] ?? 0);
}
