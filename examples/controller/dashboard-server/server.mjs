// The dashboard's old server: renders the page for each request and passes `/api` on to the Python core server.
//
//   node server.mjs --port 8080 --core 8081 --pages ../dashboard/dist
import { createServer } from "node:http";
import { parseArgs } from "node:util";
import { answerAsset, readAssets } from "./assets.mjs";
import { createCore } from "./core.mjs";
import { createPage } from "./page.mjs";

const { values } = parseArgs({
  options: { port: { type: "string" }, core: { type: "string" }, pages: { type: "string" } },
});
if (!values.port || !values.core || !values.pages) {
  console.error("Usage: node server.mjs --port PORT --core PORT --pages FOLDER");
  process.exit(2);
}

const core = createCore(Number(values.core));
const assets = readAssets(values.pages);
const renderPage = createPage(values.pages, core);

const server = createServer((request, response) => {
  if (!server.listening) response.setHeader("Connection", "close");
  const { pathname } = new URL(request.url ?? "/", "http://localhost");
  if (pathname === "/healthz" || pathname === "/api" || pathname.startsWith("/api/")) {
    core.passOn(request, response);
  } else if (request.method !== "GET" && request.method !== "HEAD") {
    response.writeHead(405, { Allow: "GET, HEAD" }).end();
  } else if (assets.has(pathname)) {
    answerAsset(assets.get(pathname), request, response);
  } else if (/\.[^/]*$/.test(pathname)) {
    response.writeHead(404, { "Content-Type": "text/plain" }).end("Not Found");
  } else {
    void renderPage(request, response);
  }
});
server.on("error", (error) => {
  console.error(`Cannot listen on port ${values.port}: ${error.message}.`);
  process.exit(1);
});
server.listen(Number(values.port), "127.0.0.1");

// What was begun is answered; then the process ends by itself.
for (const signal of ["SIGTERM", "SIGINT"]) {
  process.once(signal, () => {
    server.close();
    core.close();
  });
}
