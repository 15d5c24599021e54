import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { expect, test } from "vitest";

import { createBrowsers } from "#host/browser/browsers.ts";
import { findChromium } from "#host/browser/find-chromium.ts";
import { ownWatchdog } from "./own-watchdog.ts";

const FILES: Readonly<Record<string, readonly [type: string, text: string]>> = {
  "/": ["text/html", '<script type="module" src="/app.js"></script><link rel="icon" href="data:,">'],
  "/app.js": [
    "text/javascript",
    `await fetch("/api/nodes").catch(() => 0);
await fetch("http://192.0.2.1/outside").catch(() => 0);
await fetch("http://localhost:9/other").catch(() => 0);
await import("/missing.js").catch(() => 0);
const socket = new WebSocket("ws://127.0.0.1:9/live");
await new Promise((close) => (socket.onclose = close));
throw new Error("nobody catches this");`,
  ],
  "/api/nodes": ["application/json", "[]"],
};

test("a page's requests are told, and nothing but the server is reached", { timeout: 60_000 }, async () => {
  await using watchdog = ownWatchdog();
  const server = createServer((request, response) => {
    const [type, text] = FILES[request.url ?? ""] ?? [];
    response.writeHead(text === undefined ? 404 : 200, { "content-type": type ?? "text/plain" }).end(text ?? "");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const { port } = server.address() as AddressInfo;
  const browsers = createBrowsers(watchdog);
  try {
    const browser = await browsers.open(port);
    expect(browser?.name).toMatch(/^\w+\/\d+/);
    const page = await browser?.visit("/", new AbortController().signal);
    const requests = page?.requests.map(({ method, url, status, failure, isHeldBack }) =>
      [method, url.replace(String(port), "PORT"), status, isHeldBack ? "held back" : failure].join(" ").trimEnd(),
    );
    expect(requests).toMatchInlineSnapshot(`
      [
        "GET http://127.0.0.1:PORT/ 200",
        "GET http://127.0.0.1:PORT/app.js 200",
        "GET http://127.0.0.1:PORT/api/nodes 200",
        "GET http://192.0.2.1/outside  held back",
        "GET http://localhost:9/other  held back",
        "GET http://127.0.0.1:PORT/missing.js 404",
        "GET ws://127.0.0.1:9/live  held back",
      ]
    `);
    expect(page?.complaints).toEqual(["Error: nobody catches this"]);
  } finally {
    await browsers.dispose();
    server.close();
  }
});

test("the browser that the variable names is the one, or none", async () => {
  expect(await findChromium({ CHROMIUM: process.execPath, PATH: "" })).toBe(process.execPath);
  expect(await findChromium({ CHROMIUM: "/nowhere/chromium", PATH: process.env["PATH"] })).toBeUndefined();
});
