// Builds what is shipped: `node esbuild.config.mjs [--watch]`. The result lies in dist/.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { thirdPartyNotices } from "./scripts/third-party-notices.mjs";

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

/** Language server, command line, reader thread, watchdog, relay: ES modules for Node; packages that use `require` get one. */
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
    entryPoints: {
      server: "src/server/main.ts",
      worker: "src/worker/main.ts",
      watchdog: "src/host/watchdog/watchdog-main.ts",
      "base-maker": "src/host/databases/sqlite/base-maker-main.ts",
      relay: "src/host/network/relay-main.ts",
    },
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
    entryPoints: { report: "src/webview/report/report-main.tsx" },
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
  const packages = { "web-tree-sitter.wasm": "web-tree-sitter/web-tree-sitter.wasm" };
  for (const language of ["python", "rust"])
    packages[`tree-sitter-${language}.wasm`] = `@vscode/tree-sitter-wasm/wasm/tree-sitter-${language}.wasm`;
  for (const [name, source] of Object.entries(packages))
    put(at(`dist/${name}`), readFileSync(at(`node_modules/${source}`)));
}

/** The program that compares contracts, with its licences; what it is used for needs neither its skills nor its templates. */
function copyContractDiff() {
  const from = at("node_modules/@redocly/cli");
  const parts = ["package.json", "LICENSE", "THIRD_PARTY_NOTICES", "bin/cli.js", "lib/index.js"];
  for (const name of readdirSync(`${from}/lib/chunks`)) if (name.endsWith(".js")) parts.push(`lib/chunks/${name}`);
  for (const part of parts) put(at(`dist/contract-diff/${part}`), readFileSync(`${from}/${part}`));
}

/**
 * Writes a file in one step, and only where it is another: programs may be running from dist, and a build of what has
 * not changed must not be noticed by them.
 */
function put(path, bytes) {
  if (existsSync(path) && readFileSync(path).equals(bytes)) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new-${process.pid}`, bytes);
  renameSync(`${path}.new-${process.pid}`, path);
}

/** A chunk's name changes with its content, so that nothing overwrites an older one. */
function removeOldChunks(written) {
  for (const name of readdirSync(at("dist")))
    if (/-[0-9A-Z]{8}\.js/.test(name) && !written.has(at(`dist/${name}`))) rmSync(at(`dist/${name}`));
}

copyGrammars();
copyContractDiff();
if (process.argv.includes("--watch")) {
  removeOldChunks(new Set());
  await Promise.all(bundles.map(async (options) => (await esbuild.context({ ...options, logLevel: "info" })).watch()));
} else {
  const built = await Promise.all(
    bundles.map((options) => esbuild.build({ ...options, write: false, metafile: true })),
  );
  const notices = thirdPartyNotices(
    at("."),
    built.map(({ metafile }) => metafile),
  );
  put(at("dist/THIRD-PARTY-NOTICES.txt"), Buffer.from(notices));
  const files = built.flatMap(({ outputFiles }) => outputFiles);
  for (const { path, contents } of files) put(path, contents);
  removeOldChunks(new Set(files.map(({ path }) => path)));
}
