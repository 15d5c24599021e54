import { join } from "node:path";

import { afterEach, expect, test, vi } from "vitest";

import { checkGate } from "./check-gate.ts";

const SERVER = join(import.meta.dirname, "../../servers/site-server.ts");

const BUILD: Readonly<Record<string, string>> = {
  "index.html": `<!doctype html>
<html>
  <head>
    <link rel="icon" href="/favicon.svg">
    <link rel="stylesheet" href="/assets/style-C2dE4f6G.css">
    <script type="module" src="/assets/index-Ab3De5Fg.js"></script>
  </head>
  <body><a href="/nodes">Nodes</a></body>
</html>
`,
  "favicon.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>\n',
  "assets/style-C2dE4f6G.css": "body { background: url(./back-Hi7Jk9Lm.svg) }\n",
  "assets/back-Hi7Jk9Lm.svg": '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>\n',
  "assets/index-Ab3De5Fg.js": `import"./shared-Np1Qr3St.js";await fetch("/api/nodes");const load=(id)=>fetch(\`/api/nodes/\${id}\`);\n`,
  "assets/shared-Np1Qr3St.js": "export const shared = 1;\n",
};

const SOURCES = {
  "python/main.py": `from fastapi import FastAPI
app = FastAPI()
@app.get("/api/nodes")
def list_nodes(): return []
@app.get("/api/nodes/{id}")
def read_node(id: str): return {}
@app.get("/api/old")
def old(): return {}
`,
  "rust/Cargo.toml": '[package]\nname = "small"\nversion = "0.1.0"\nedition = "2024"\n[dependencies]\naxum = "0.8"\n',
  "rust/src/main.rs": `fn main() { axum::serve(listener(), axum::Router::new()
  .route("/api/nodes", axum::routing::get(list))
  .route("/api/nodes/{id}", axum::routing::get(read))); }
async fn list() -> &'static str { "[]" }
async fn read() -> &'static str { "{}" }
`,
};

afterEach(() => vi.unstubAllEnvs());

interface Served {
  readonly habits?: string;
  readonly build?: Readonly<Record<string, string>>;
  readonly settings?: string;
  readonly oldHabits?: string;
  /** The server finds the build by itself. */
  readonly isInPlace?: boolean;
  /** The pages are opened in a Chromium as well. */
  readonly isBrowsed?: boolean;
}

function checkAssets({
  habits = "",
  build = {},
  settings = "",
  oldHabits = "",
  isInPlace = false,
  isBrowsed = false,
}: Served = {}) {
  if (!isBrowsed) vi.stubEnv("CHROMIUM", "/nowhere/chromium");
  const start = (folder: string, own: string): string =>
    JSON.stringify(
      `HABITS=${JSON.stringify(own)} exec "${process.execPath}" --no-warnings ${SERVER} \${port} ${folder}`,
    );
  const folder = isInPlace ? "../web/dist" : "$SITE";
  const files = {
    "portolan.yaml": `version: 1
servers:
  python: { folder: python, start: ${start("../web/dist", oldHabits)}, ready: /ready }
  rust: { folder: rust, start: ${start(folder, habits)}, ready: /ready }
database: { engine: none }
gates:
  assets:
    folder: web/dist
    pages: [/, /nodes, "/nodes/{id}"]
${isInPlace ? "" : '    environment: { SITE: "${assets}" }\n'}${settings}`,
    ...SOURCES,
    ...Object.fromEntries(Object.entries({ ...BUILD, ...build }).map(([name, text]) => [`web/dist/${name}`, text])),
  };
  return checkGate(files, ["assets"]).then((text) =>
    text.replaceAll(/in \w+\/[\d.]+(?=$|:)/gm, "in BROWSER/VERSION").replaceAll(/portolan-[\da-f-]{36}/g, "LINK"),
  );
}

/** What was found, without what was looked at. */
async function checkFaults(served: Served): Promise<string> {
  const text = await checkAssets(served);
  return text.slice(text.indexOf("finding")).replaceAll(/^finding.*\n|\n1 gate.*\n$/g, "");
}

test("a build that is served as it should be passes, also beside the old server", { timeout: 60_000 }, async () => {
  expect(await checkAssets({ settings: "    old: python\n", isBrowsed: true })).toMatchInlineSnapshot(`
    "✓ passed  assets
      checked: 6 files of web/dist: content, type, length, HEAD, validators, ranges, caching and encodings
      checked: 3 pages by their routes, and what must not fall back to the index
      checked: that no path leads out of a copy of the build
      checked: the addresses in HTML, CSS and JavaScript against what Rust serves
      checked: 9 answers against those of the old server
      checked: what 3 pages ask for in BROWSER/VERSION

    1 gate: 1 passed
    "
  `);
});

test("what falls back to the index and must not", { timeout: 60_000 }, async () => {
  expect(await checkFaults({ habits: "falls-back" })).toMatchInlineSnapshot(`
    "  portolan.yaml:9:13: error: POST \`/\` (also \`/nodes\`, \`/nodes/portolan\`) is answered with the index; only GET and HEAD ask for a page.
      portolan.yaml:8:13: error: GET \`/api/portolan-is-not-there\` is answered with the index: the fallback for pages has to leave out the paths of the API, or clients take a page for data.
      portolan.yaml:8:13: error: POST \`/api/portolan-is-not-there\` is answered with the index: the fallback for pages has to leave out the paths of the API, or clients take a page for data.
      web/dist/assets/index-Ab3De5Fg.js:1:1: error: \`/assets/portolan-is-not-there.js\` is no file of the build, and the index is answered: a browser takes a page for a script. Let the fallback leave out what lies beside files.
    "
  `);
});

test("ways out of the folder", { timeout: 60_000 }, async () => {
  expect(await checkFaults({ habits: "escapes follows breaks" })).toMatchInlineSnapshot(`
    "  portolan.yaml:8:13: error: \`/%2e%2e/bait.txt\` (also \`/.%2e/bait.txt\`, \`/..%2fbait.txt\`, \`/%2e%2e%2fbait.txt\`, 4 more) gives away a file outside of the folder that is served.
      portolan.yaml:8:13: error: \`/LINK.txt\` is a link out of the folder that is served, and the server follows it.
      portolan.yaml:8:13: error: \`/%00\` (also \`/assets/back-Hi7Jk9Lm.svg%00\`, \`/%00/assets/back-Hi7Jk9Lm.svg\`) breaks the server (500); a path that leads nowhere is to be refused with 400 or 404.
    "
  `);
});

test("a server that finds its build by itself must not give the project file away", { timeout: 60_000 }, async () => {
  expect(await checkFaults({ habits: "escapes", isInPlace: true })).toMatchInlineSnapshot(`
    "  portolan.yaml:8:13: error: \`/%2e%2e/%2e%2e/portolan.yaml\` (also \`/.%2e/.%2e/portolan.yaml\`, \`/..%2f..%2fportolan.yaml\`, \`/%2e%2e%2f%2e%2e%2fportolan.yaml\`, 4 more) gives away a file outside of the folder that is served.
    "
  `);
});

test("types, ranges, caching and encodings", { timeout: 60_000 }, async () => {
  expect(await checkFaults({ habits: "plain whole keeps unvaried unchanged" })).toMatchInlineSnapshot(`
    "  web/dist/assets/back-Hi7Jk9Lm.svg:1:1: error: \`/assets/back-Hi7Jk9Lm.svg\` (also \`/assets/index-Ab3De5Fg.js\`, \`/assets/shared-Np1Qr3St.js\`, \`/assets/style-C2dE4f6G.css\`, 2 more) is said to be unchanged whatever \`If-None-Match\` names, so that browsers never get a new one.
      web/dist/assets/back-Hi7Jk9Lm.svg:1:1: error: A part of \`/assets/back-Hi7Jk9Lm.svg\` (also \`/assets/index-Ab3De5Fg.js\`, \`/assets/shared-Np1Qr3St.js\`, \`/assets/style-C2dE4f6G.css\`, 2 more) is asked for by \`Range\`, and answered with 200 in place of 206.
      web/dist/assets/back-Hi7Jk9Lm.svg:1:1: error: \`/assets/back-Hi7Jk9Lm.svg\` (also \`/assets/index-Ab3De5Fg.js\`, \`/assets/shared-Np1Qr3St.js\`, \`/assets/style-C2dE4f6G.css\`, 2 more) is packed for those who take it, and says no \`Vary: Accept-Encoding\` each time, so that caches give the packed one to others.
      web/dist/assets/index-Ab3De5Fg.js:1:1: error: \`/assets/index-Ab3De5Fg.js\` (also \`/assets/shared-Np1Qr3St.js\`) has the type text/plain, where text/javascript is meant.
      web/dist/index.html:1:1: error: \`/index.html\` (also \`/\`, \`/nodes\`, \`/nodes/portolan\`) may be kept by browsers without asking again (\`Cache-Control: max-age=3600\`, where \`no-cache\` is meant), so that they go on with the pages of an older build.
    "
  `);
});

test("what the old server does as well is a warning", { timeout: 60_000 }, async () => {
  const settings = "    old: python\n";
  const own = { habits: "forgets", settings };
  expect(await checkFaults({ ...own, oldHabits: "forgets" })).toMatchInlineSnapshot(`
    "  web/dist/assets/back-Hi7Jk9Lm.svg:1:1: warning: \`/assets/back-Hi7Jk9Lm.svg\` (also \`/assets/index-Ab3De5Fg.js\`, \`/assets/shared-Np1Qr3St.js\`, \`/assets/style-C2dE4f6G.css\`) has a hash in its name and is not kept for long (\`Cache-Control: no-cache\`, where \`max-age=31536000, immutable\` is meant), as the old server does.
    "
  `);
  expect(await checkFaults({ ...own, oldHabits: "strict" })).toMatchInlineSnapshot(`
    "  web/dist/assets/back-Hi7Jk9Lm.svg:1:1: error: \`/assets/back-Hi7Jk9Lm.svg\` (also \`/assets/index-Ab3De5Fg.js\`, \`/assets/shared-Np1Qr3St.js\`, \`/assets/style-C2dE4f6G.css\`) has a hash in its name and is not kept for long (\`Cache-Control: no-cache\`, where \`max-age=31536000, immutable\` is meant).
      web/dist/index.html:1:1: error: \`/index.html\` (also \`/\`, \`/nodes\`, \`/nodes/portolan\`) has another \`content-security-policy\` than with the old server: none, and was default-src 'self'.
    "
  `);
});

test("pages that ask for what is not served, as it is read and as a browser asks", { timeout: 60_000 }, async () => {
  const build = {
    "index.html": (BUILD["index.html"] ?? "")
      .replace('"/assets/style-C2dE4f6G.css"', '"./assets/style-C2dE4f6G.css"')
      .replace("</body>", '<img src="/logo.png"></body>'),
    "assets/index-Ab3De5Fg.js": `import("./gone-Xy1Zw2Vu.js");fetch("/api/old");fetch("/api/nowhere");fetch("/more"+".json");new WebSocket("ws://localhost:8000/live");\n`,
  };
  expect(await checkFaults({ build, isBrowsed: true })).toMatchInlineSnapshot(`
    "  web/dist/assets/index-Ab3De5Fg.js:1:9: error: The build names \`/assets/gone-Xy1Zw2Vu.js\` (as \`./gone-Xy1Zw2Vu.js\`), and the Rust server does not serve it.
      web/dist/assets/index-Ab3De5Fg.js:1:37: error: \`/api/old\` is asked for, and the Rust server does not serve \`GET /api/old\` yet.
      web/dist/assets/index-Ab3De5Fg.js:1:55: error: \`/api/nowhere\` is asked for, which neither server serves.
      web/dist/assets/index-Ab3De5Fg.js:1:108: error: The page asks for \`ws://localhost:8000/live\` by a host of its own; after the switch the Rust server is not there. Let it be a path.
      web/dist/index.html:5:34: error: The build names \`/nodes/assets/style-C2dE4f6G.css\` (as \`./assets/style-C2dE4f6G.css\`), seen from the page /nodes/portolan, and the Rust server does not serve it.
      web/dist/index.html:8:45: error: The build names \`/logo.png\`, and the Rust server does not serve it.
      portolan.yaml:9:13: error: The page \`/\` asks for GET /more.json, and gets 404.
      portolan.yaml:9:13: warning: The page \`/\` (also \`/nodes\`, \`/nodes/{id}\`) fails in BROWSER/VERSION: TypeError: Failed to fetch dynamically imported module: /assets/gone-Xy1Zw2Vu.js
    "
  `);
});

test("what the build itself has that must not be served, or is stale", async () => {
  const build = {
    ".env": "KEY=1\n",
    "assets/index-Ab3De5Fg.js.gz": "not packed",
    "robots.txt": "User-agent: *\n",
    "index.html": (BUILD["index.html"] ?? "").replace(
      "<head>",
      '<head><script src="https://cdn.example/app.js"></script>',
    ),
  };
  expect(await checkFaults({ build, habits: "packed" })).toMatchInlineSnapshot(`
    "  web/dist/assets/index-Ab3De5Fg.js:1:1: error: \`/assets/index-Ab3De5Fg.js\` is another file when it is asked for with \`Accept-Encoding: gzip\`; where it lies packed beside itself, pack it anew.
      web/dist/index.html:3:22: warning: The page loads \`https://cdn.example/app.js\`, which the Rust server does not serve.
      portolan.yaml:8:13: warning: \`/.env\` is a hidden file that lies in the build, and it is given away.
    "
  `);
});

test("a build that is not there, one without an index, and an old server on another machine", async () => {
  expect(await checkFaults({ settings: "    index: start.html\n" })).toMatchInlineSnapshot(`
    "  portolan.yaml:8:13: error: The build in web/dist has no start.html, which pages fall back to; build the pages first, or correct \`gates.assets.index\`.
    "
  `);
  expect(await checkFaults({ settings: "    old: { start: exit 3 }\n" })).toContain(
    "The pages could not be asked for: `exit 3` ended with code 3 before it was ready.",
  );
  const foreign = checkAssets({ settings: "    old: { attach: 'http://192.0.2.1:8000' }\n" });
  await expect(foreign).rejects.toThrow("The project file cannot be used");
});
