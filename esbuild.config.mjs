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

/** What the client needs only once a project is open. It loads in a moment that nobody waits in. */
const LATER = "vscode-languageclient/node";

/** CommonJS bundles cannot share chunks, so that what the client loads later is a bundle of its own, found beside it. */
const loadedLater = {
  name: "loaded-later",
  setup(build) {
    build.onResolve({ filter: new RegExp(`^${LATER}$`) }, ({ kind }) =>
      kind === "dynamic-import" ? { path: "./language-client.cjs", external: true } : undefined,
    );
  },
};

/**
 * What we take of undici: connections and their errors, put together as its own index.js does it. The rest of it (fetch,
 * caches, proxies, mocks, WebSockets) is CommonJS, of which a bundler leaves nothing out by itself.
 */
const undiciParts = {
  name: "undici-parts",
  setup(build) {
    build.onResolve({ filter: /^undici$/ }, () => ({ path: "undici", namespace: "undici-parts" }));
    build.onLoad({ filter: /.*/, namespace: "undici-parts" }, () => ({
      resolveDir: at("."),
      contents: `
        const Dispatcher = require("undici/lib/dispatcher/dispatcher.js");
        Object.assign(Dispatcher.prototype, require("undici/lib/api/index.js"));
        exports.Pool = require("undici/lib/dispatcher/pool.js");
        exports.buildConnector = require("undici/lib/core/connect.js");
        exports.errors = require("undici/lib/core/errors.js");`,
    }));
  },
};

const client = {
  ...common,
  platform: "node",
  target: "node22",
  format: "cjs",
  external: ["vscode"],
};

const bundles = [
  {
    ...node,
    entryPoints: {
      cli: "src/cli/main.ts",
      server: "src/server/main.ts",
      worker: "src/worker/main.ts",
      watchdog: "src/host/watchdog/watchdog-main.ts",
      "base-maker": "src/host/databases/sqlite/base-maker-main.ts",
      relay: "src/host/network/relay-main.ts",
    },
    // What several programs have in common is shipped once. What an older Node cannot load stays apart from the entry of
    // the command line, which tells it so.
    splitting: true,
    plugins: [undiciParts],
    chunkNames: "[name]-[hash]",
  },
  { ...client, outfile: at("dist/client.cjs"), entryPoints: ["src/client/extension.ts"], plugins: [loadedLater] },
  { ...client, outfile: at("dist/language-client.cjs"), entryPoints: [LATER] },
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
    // One page holds it all: the licences, and nothing that a browser would look for beside it. The font is put in when
    // a report is written, so that it is not shipped twice.
    loader: { ".ttf": "file" },
    assetNames: "[name]",
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

/**
 * The program that compares contracts, with its licences, as it was published, but for what `diff` never loads: its other
 * commands, and all that reaches the network. Throws where a new version of it is put together in another way.
 */
function copyContractDiff() {
  const from = at("node_modules/@redocly/cli");
  const parts = new Set(["package.json", "LICENSE", "THIRD_PARTY_NOTICES", "bin/cli.js"]);
  const add = (part) => {
    if (parts.has(part)) return;
    parts.add(part);
    for (const [, name] of readFileSync(`${from}/${part}`, "utf8").matchAll(
      /(?:from|import)"\.\/(?:chunks\/)?(\w+\.js)"/g,
    ))
      add(`lib/chunks/${name}`);
  };
  add("lib/index.js");
  // The command itself, and the search for files that its arguments may ask for.
  for (const name of ["handleDiff", "hasMagic"]) add(chunkThatExports(from, name));
  for (const part of parts) put(at(`dist/contract-diff/${part}`), readFileSync(`${from}/${part}`));
  const chunks = at("dist/contract-diff/lib/chunks");
  for (const name of readdirSync(chunks)) if (!parts.has(`lib/chunks/${name}`)) rmSync(`${chunks}/${name}`);
}

function chunkThatExports(from, name) {
  const found = readdirSync(`${from}/lib/chunks`).find((chunk) => {
    const text = chunk.endsWith(".js") ? readFileSync(`${from}/lib/chunks/${chunk}`, "utf8") : "";
    return new RegExp(`export\\{[^}]*\\bas ${name}\\b`).test(text);
  });
  if (found === undefined)
    throw new Error(`No chunk of @redocly/cli exports ${name} any more: look at how it is put together.`);
  return `lib/chunks/${found}`;
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
