import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** Packs the extension, of what is built in `root`, into a file; without one into `portolan-VERSION.vsix`, told as it goes. */
export function packExtension(root: string, file?: string): void {
  const vsce = join(root, "node_modules", ".bin", "vsce");
  const options = ["--no-dependencies", "--allow-missing-repository", "--no-rewrite-relative-links"];
  const out = file === undefined ? [] : ["--out", file];
  const stdio = file === undefined ? "inherit" : "pipe";
  execFileSync(process.execPath, [vsce, "package", ...options, ...out], { cwd: root, stdio });
}
