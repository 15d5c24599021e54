import { globSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";

import { build } from "esbuild";

/** Bundles each file of the suite for the extension host, as CommonJS beside one another in `dist/test/suite`. Gives the one that exports `run()`. */
export async function bundleSuite(root: string): Promise<string> {
  const outdir = join(root, "dist", "test", "suite");
  await rm(outdir, { recursive: true, force: true });
  await build({
    absWorkingDir: root,
    entryPoints: ["test/editor/suite/index.ts", ...globSync("test/editor/suite/**/*.test.ts", { cwd: root })],
    outdir,
    outbase: "test/editor/suite",
    outExtension: { ".js": ".cjs" },
    bundle: true,
    platform: "node",
    target: "node22",
    format: "cjs",
    // Mocha is one for all files, and loads its own parts by name: it is found in node_modules when the suite runs.
    external: ["vscode", "mocha"],
    sourcemap: "inline",
    logLevel: "warning",
  });
  return join(outdir, "index.cjs");
}
