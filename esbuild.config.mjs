// Builds what is shipped: `node esbuild.config.mjs [--watch]`. The result lies in dist/.
import { copyFileSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

const common = {
  absWorkingDir: at("."),
  bundle: true,
  minify: true,
  keepNames: true,
  sourcemap: "linked",
  logLevel: "warning",
  legalComments: "linked",
};

/** Language server, command line, reader thread, watchdog: ES modules for Node; packages that use `require` get one. */
const node = {
  ...common,
  outdir: at("dist"),
  platform: "node",
  target: "node22",
  format: "esm",
  // Some packages' CommonJS build hides its requires from a bundler.
  mainFields: ["module", "main"],
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
};

const bundles = [
  {
    ...node,
    entryPoints: { server: "src/server/main.ts", worker: "src/worker/main.ts", watchdog: "src/host/watchdog-main.ts" },
  },
  {
    ...node,
    entryPoints: { cli: "src/cli/main.ts" },
    // What an older Node cannot load stays apart from the entry, which tells it so.
    splitting: true,
    chunkNames: "[name]-[hash]",
  },
  {
    ...common,
    outfile: at("dist/client.cjs"),
    entryPoints: ["src/client/extension.ts"],
    platform: "node",
    target: "node22",
    format: "cjs",
    external: ["vscode"],
  },
  {
    ...common,
    outdir: at("dist/webview"),
    entryPoints: { panel: "src/webview/main.tsx" },
    platform: "browser",
    target: "es2023",
    format: "iife",
    loader: { ".ttf": "file" },
    assetNames: "[name]",
    jsx: "automatic",
    jsxImportSource: "preact",
  },
  {
    ...common,
    outdir: at("dist/webview"),
    entryPoints: { report: "src/webview/report-main.tsx" },
    platform: "browser",
    target: "es2023",
    format: "iife",
    // One page holds it all: the font, the licences, and nothing that a browser would look for beside it.
    loader: { ".ttf": "dataurl" },
    legalComments: "inline",
    sourcemap: false,
    jsx: "automatic",
    jsxImportSource: "preact",
  },
];

/** The parser and its grammars are read as bytes at run time, from beside the bundle. */
function copyGrammars() {
  mkdirSync(at("dist"), { recursive: true });
  copyFileSync(at("node_modules/web-tree-sitter/web-tree-sitter.wasm"), at("dist/web-tree-sitter.wasm"));
  for (const language of ["python", "rust"])
    copyFileSync(
      at(`node_modules/@vscode/tree-sitter-wasm/wasm/tree-sitter-${language}.wasm`),
      at(`dist/tree-sitter-${language}.wasm`),
    );
}

/** A chunk's name changes with its content, so that nothing overwrites an older one. */
function removeOldChunks() {
  for (const name of readdirSync(at("dist"))) if (/^program-.*\.js/.test(name)) rmSync(at(`dist/${name}`));
}

copyGrammars();
removeOldChunks();
if (process.argv.includes("--watch")) {
  await Promise.all(bundles.map(async (options) => (await esbuild.context({ ...options, logLevel: "info" })).watch()));
} else {
  await Promise.all(bundles.map((options) => esbuild.build(options)));
}
