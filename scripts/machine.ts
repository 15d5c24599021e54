import { spawnSync } from "node:child_process";

/** What the example needs on the machine, and how to get it where it is missing. */
const TOOLS = {
  python3: {
    args: ["-c", "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))"],
    sentence:
      "Python 3.11 or newer, with venv, is needed as `python3`: get it from python.org or your system's packages (Debian: python3 and python3-venv).",
  },
  cargo: {
    args: ["--version"],
    sentence: "A Rust toolchain is needed, and `cargo` was not found: get it from rustup.rs.",
  },
} as const;

/** One sentence for each of these tools that does not run here. */
export function missingTools(names: readonly (keyof typeof TOOLS)[]): readonly string[] {
  return names.filter((name) => spawnSync(name, TOOLS[name].args).status !== 0).map((name) => TOOLS[name].sentence);
}
