import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Renders the page for a request: the index of the build, and for who is logged in the state that the first page shows,
 * so that the browser need not ask for it.
 */
export function createPage(folder, core) {
  const index = readFileSync(join(folder, "index.html"), "utf8");
  return async (request, response) => {
    const token = readCookie(request.headers.cookie, "core_session");
    const state = token === undefined ? undefined : await core.read("/api/dashboard/state", token);
    const page = Buffer.from(state === undefined ? index : withState(index, state));
    response.writeHead(200, {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Length": page.length,
      "Cache-Control": "no-store",
      "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
      "X-Content-Type-Options": "nosniff",
    });
    response.end(request.method === "HEAD" ? undefined : page);
  };
}

/** No text in the state can end the element that it stands in. */
function withState(index, state) {
  const text = state.replaceAll("<", String.raw`\u003c`);
  return index.replace("</head>", () => `<script type="application/json" id="first-state">${text}</script></head>`);
}

/** A token consists of hexadecimal digits; anything else in the cookie is none. */
function readCookie(header, name) {
  const pair = (header ?? "").split("; ").find((text) => text.startsWith(`${name}=`));
  const value = pair?.slice(name.length + 1);
  return value && /^[0-9a-f]+$/.test(value) ? value : undefined;
}
