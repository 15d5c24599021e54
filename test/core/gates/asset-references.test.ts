import { expect, test } from "vitest";

import { keepingOf } from "#core/gates/assets/caching.ts";
import { referencesIn } from "#core/gates/assets/references.ts";

function checkReferences(path: string, text: string): string {
  return referencesIn(path, text, ["/api"])
    .map(({ kind, url, range: { start } }) => `${start.line + 1}:${start.character + 1} ${kind} ${url}`)
    .join("\n");
}

test("HTML: what is loaded, what leads on, and what is only told", () => {
  const html = `<!-- <script src="/commented.js"></script> -->
<link rel="canonical" href="https://controller.example/"><link rel=stylesheet href=/app.css>
<script type="module" src='./app.js'></script><a href="/nodes">x</a><a href="#top">y</a>
<img src="data:image/png;base64,AA" srcset="/small.png 1x, /large.png 2x"><div style="background: url(/back.png)"></div>
<form action="/api/login"></form><svg><use href="/icons.svg#node"/></svg>
<style>@import "/more.css"; a { mask: url('mask.svg') }</style>
<script>fetch("/api/state")</script>`;
  expect(checkReferences("index.html", html)).toMatchInlineSnapshot(`
    "2:84 file /app.css
    3:28 file ./app.js
    3:56 page /nodes
    4:45 file /small.png
    4:60 file /large.png
    4:103 file /back.png
    5:15 request /api/login
    5:50 file /icons.svg#node
    6:17 file /more.css
    6:44 file mask.svg
    7:16 request /api/state"
  `);
});

test("JavaScript: imports, paths of the API and files, hosts of this machine; nothing that only looks like them", () => {
  const code = [
    'import{a}from"./shared.js";import("../lazy.js");export*from"/vendor.js"',
    'new URL("./worker.js",import.meta.url);new URL("/x","https://a.example")',
    "fetch(`/api/nodes/${encodeURIComponent(id)}?all=1`);fetch(`${base}/api/sites`);api.get('/api/')",
    'const socket=new WebSocket("ws://127.0.0.1:8000/live");const base="http://localhost"',
    'const pattern=/\\/api\\/x/;const text="see /api/docs";const ns="http://www.w3.org/2000/svg"',
    'img.src="/pictures/logo.png";route("/nodes/:id")',
  ].join("\n");
  expect(checkReferences("assets/app.js", code)).toMatchInlineSnapshot(`
    "1:15 file ./shared.js
    1:36 file ../lazy.js
    1:61 file /vendor.js
    2:10 file ./worker.js
    3:8 request /api/nodes/\${encodeURIComponent(id)}?all=1
    3:89 request /api/
    4:29 request ws://127.0.0.1:8000/live
    6:10 file /pictures/logo.png"
  `);
});

test("style sheets and manifests", () => {
  const css = "/* url(/no.png) */ @import url(base.css); .a { background: url('/a b.png') } .b { fill: url(#id) }";
  expect(checkReferences("app.css", css)).toMatchInlineSnapshot(`
    "1:32 file base.css
    1:65 file /a b.png"
  `);
  const manifest = '{ "start_url": "/", "icons": [{ "src": "icon.png" }] }';
  expect(checkReferences("site.webmanifest", manifest)).toMatchInlineSnapshot(`
    "1:17 page /
    1:41 file icon.png"
  `);
});

test.each([
  ["assets/index-BxK3aZ9q.js", "hashed"],
  ["assets/index-DhQWXcbT.css", "hashed"],
  ["assets/index-B-x_aZ9q.js", "hashed"],
  ["static/js/main.8f3a2b1c.chunk.js", "hashed"],
  ["static/js/main.8f3a2b1c4d5e6f70.js.map", "hashed"],
  ["index.html", "page"],
  ["favicon.ico", "other"],
  ["android-chrome-192x192.png", "other"],
  ["icon-1024x1024.png", "other"],
  ["site-manifest.json", "other"],
  ["apple-touch-icon.png", "other"],
])("%s is kept as %s", (path, keeping) => {
  expect(keepingOf(path)).toBe(keeping);
});
