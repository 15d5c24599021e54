import createClient from "openapi-fetch";
import { parseExactly, stringifyExactly } from "./exact-json.ts";
import type { components, paths } from "./schema.d.ts";

export type Schemas = components["schemas"];

/**
 * The client that is generated from the contract. All its calls go to where the page came from, with the cookie of the
 * session, which no script can read.
 */
export const api = createClient<paths>({ fetch: fetchExactly, bodySerializer: stringifyExactly });

api.use({
  onResponse({ request, response }) {
    if (response.status === 401 && !new URL(request.url).pathname.endsWith("/auth/login")) {
      dispatchEvent(new Event("session-ended"));
    }
  },
});

/** Answers whose numbers are kept, whatever their size. */
async function fetchExactly(request: Request): Promise<Response> {
  const response = await fetch(request);
  if (!response.headers.get("Content-Type")?.startsWith("application/json")) return response;
  const text = await response.text();
  const exact = new Response(text, response);
  exact.headers.set("Content-Length", String(text.length));
  exact.json = () => Promise.resolve(parseExactly(text));
  return exact;
}

/** The reason in an answer that refuses, as a sentence for people. */
export function readReason(error: unknown): string {
  const detail = typeof error === "object" && error !== null && "detail" in error ? error.detail : undefined;
  if (typeof detail === "string") return `${detail}.`;
  if (!Array.isArray(detail)) return "The server gave no reason.";
  return detail.map((entry: Schemas["ValidationError"]) => `${entry.loc.slice(1).join(" ")}: ${entry.msg}.`).join(" ");
}
