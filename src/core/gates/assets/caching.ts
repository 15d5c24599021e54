import type { Answer } from "#core/model/run/exchange.ts";
import { headerOf } from "./ask.ts";

/** How a file may be kept. */
export type Keeping =
  /** Its name changes with its content, so that it may be kept for good. */
  | "hashed"
  /** It names the others, so that it has to be asked for each time. */
  | "page"
  | "other";

const LONG_SECONDS = 30 * 24 * 60 * 60;

/**
 * How a file should be kept, by its name: bundlers write eight letters of a hash, or a longer one in hexadecimal, between the
 * name and the ending.
 */
export function keepingOf(path: string): Keeping {
  if (/\.html?$/.test(path)) return "page";
  const hash = /[.-]([\w-]{8}|[0-9a-f]{12,64})(?:\.chunk)?\.[a-z\d]+(?:\.map)?$/.exec(path)?.[1] ?? "";
  const isMixed = /[a-z]/.test(hash) && /[A-Z]/.test(hash);
  return (isMixed || (/\d/.test(hash) && /[a-zA-Z]/.test(hash))) && !/^\d+x\d+$/.test(hash) ? "hashed" : "other";
}

/** How many seconds an answer may be kept without asking again; undefined where the server leaves that to the browser. */
function keptSeconds(answer: Answer): number | undefined {
  const policy = headerOf(answer, "cache-control")?.toLowerCase() ?? "";
  if (/\bno-(?:store|cache)\b/.test(policy)) return 0;
  const age = /\bmax-age\s*=\s*"?(\d+)/.exec(policy)?.[1];
  if (age !== undefined) return Number(age);
  const expires = Date.parse(headerOf(answer, "expires") ?? "");
  if (Number.isNaN(expires)) return undefined;
  const now = Date.parse(headerOf(answer, "date") ?? "");
  return Number.isNaN(now) ? undefined : Math.max(0, (expires - now) / 1000);
}

/** The code of what is wrong with how long an answer may be kept; undefined where nothing is. */
export function cachingFault(keeping: Keeping, answer: Answer): string | undefined {
  const seconds = keptSeconds(answer);
  switch (keeping) {
    case "hashed":
      return seconds === undefined || seconds < LONG_SECONDS ? "assets-cache-short" : undefined;
    case "page":
      return seconds === undefined || seconds > 0 ? "assets-cache-page" : undefined;
    case "other":
      return (seconds ?? 0) >= LONG_SECONDS ? "assets-cache-long" : undefined;
  }
}
