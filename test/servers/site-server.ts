/**
 * A server of static pages and a small API: `node site-server.ts PORT FOLDER`. It serves the folder as it should be; `HABITS`, a list with
 * blanks, is what it does wrong: `falls-back` answers everything unknown with the index, `escapes` decodes a path after it has looked at it,
 * `follows` follows links, `plain` calls scripts plain text, `whole` knows no ranges, `keeps` lets pages be kept, `forgets` lets nothing be
 * kept, `unvaried` packs without saying so, `unchanged` says that nothing ever changes, `breaks` fails on a zero byte, `strict` sends a policy,
 * `packed` sends what lies packed beside a file.
 */
import { createHash } from "node:crypto";
import { readFileSync, realpathSync, statSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join, normalize } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

const [port = "", folder = ""] = process.argv.slice(2);
const habits = new Set((process.env["HABITS"] ?? "").split(" "));
const root = realpathSync(folder);

const TYPES: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  ico: "image/x-icon",
  js: habits.has("plain") ? "text/plain" : "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
  txt: "text/plain; charset=utf-8",
};

const PAGES = [/^\/$/, /^\/nodes$/, /^\/nodes\/[^/]+$/];

createServer((request, response) => {
  try {
    answer(request, response);
  } catch (error) {
    response.writeHead(500).end(String(error));
  }
}).listen(Number(port), "127.0.0.1");

function answer(request: IncomingMessage, response: ServerResponse): void {
  const path = (request.url ?? "/").replace(/\?.*$/, "");
  if (path === "/ready") return void response.end("ready");
  if (path === "/api/nodes") return void response.writeHead(200, { "content-type": "application/json" }).end("[]");
  if (path.startsWith("/api/") && !habits.has("falls-back")) return void response.writeHead(404).end();
  const isRead = request.method === "GET" || request.method === "HEAD";
  const file = fileAt(path);
  if (file !== undefined && isRead) return send(request, response, file);
  const isPage = PAGES.some((page) => page.test(path)) && isRead;
  if (isPage || habits.has("falls-back")) return send(request, response, join(root, "index.html"));
  return void response.writeHead(isRead ? 404 : 405).end();
}

/** The file that a path names, absolute. */
function fileAt(path: string): string | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return undefined;
  }
  if (decoded.includes("\0")) {
    if (habits.has("breaks")) throw new Error("a zero byte");
    return undefined;
  }
  const looked = habits.has("escapes") ? path : decoded;
  if (looked.split(/[/\\]/).includes("..")) return undefined;
  const file = normalize(join(root, decoded));
  try {
    const real = realpathSync(file);
    const isWithin = real.startsWith(`${root}/`) || habits.has("escapes") || habits.has("follows");
    return isWithin && statSync(real).isFile() ? real : undefined;
  } catch {
    return undefined;
  }
}

function send(request: IncomingMessage, response: ServerResponse, file: string): void {
  const bytes = readFileSync(file);
  const isPage = file.endsWith(".html");
  const tag = createHash("sha256").update(bytes).digest("hex").slice(0, 16);
  const asked = request.headers["accept-encoding"] ?? "";
  const isText = /\.(?:html|css|js|svg|txt)$/.test(file);
  const encoding = isText
    ? (habits.has("packed") ? ["gzip"] : ["br", "gzip"]).find((each) => asked.includes(each))
    : undefined;
  response.setHeader("content-type", TYPES[/\.(\w+)$/.exec(file)?.[1] ?? ""] ?? "application/octet-stream");
  response.setHeader("etag", encoding === undefined ? `"${tag}"` : `"${tag}-${encoding}"`);
  response.setHeader("cache-control", policyFor(file, isPage));
  if (habits.has("strict") && isPage) response.setHeader("content-security-policy", "default-src 'self'");
  if (isText && !habits.has("unvaried")) response.setHeader("vary", "accept-encoding");
  const known = request.headers["if-none-match"];
  if (known === response.getHeader("etag") || (known !== undefined && habits.has("unchanged"))) {
    response.writeHead(304).end();
    return;
  }
  if (encoding !== undefined) {
    const beside = habits.has("packed") ? fileBeside(`${file}.gz`) : undefined;
    const packed = beside ?? (encoding === "br" ? brotliCompressSync(bytes) : gzipSync(bytes));
    response.writeHead(200, { "content-encoding": encoding, "content-length": packed.length }).end(packed);
    return;
  }
  const range = habits.has("whole") ? null : /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? "");
  if (range === null) {
    response.writeHead(200, { "content-length": bytes.length }).end(request.method === "HEAD" ? undefined : bytes);
    return;
  }
  const [, from = "", to = ""] = range;
  const start = from === "" ? bytes.length - Number(to) : Number(from);
  const end = from === "" || to === "" ? bytes.length : Math.min(Number(to) + 1, bytes.length);
  if (start >= bytes.length) {
    response.writeHead(416, { "content-range": `bytes */${bytes.length}` }).end();
    return;
  }
  const part = bytes.subarray(start, end);
  const contentRange = `bytes ${start}-${end - 1}/${bytes.length}`;
  response.writeHead(206, { "content-range": contentRange, "content-length": part.length }).end(part);
}

function fileBeside(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

function policyFor(file: string, isPage: boolean): string {
  if (habits.has("forgets")) return "no-cache";
  if (isPage && !habits.has("keeps")) return "no-cache";
  if (isPage) return "max-age=3600";
  return /-\w{8}\./.test(file) ? "public, max-age=31536000, immutable" : "max-age=600";
}
