import { execFileSync } from "node:child_process";
import { dirname, join } from "node:path";

/** `npm run package`: builds portolan-VERSION.vsix and lists what lies in it. */
const root = dirname(import.meta.dirname);
const run = (command: string, args: readonly string[]) => execFileSync(command, args, { cwd: root, stdio: "inherit" });

run(process.execPath, ["esbuild.config.mjs"]);
run(join(root, "node_modules", ".bin", "vsce"), [
  "package",
  "--no-dependencies",
  "--allow-missing-repository",
  "--no-rewrite-relative-links",
]);
