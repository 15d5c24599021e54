import type { Range } from "#core/model/place.ts";
import { createLines } from "#core/text/lines.ts";

/** An address that a built file names. */
export interface Reference {
  /** As it is written: `./app.js`, `/api/nodes/${id}`, `ws://localhost:8000/live`. */
  readonly url: string;
  /** `file`: the browser loads it; `page`: a link to follow; `request`: a path in code, which may be the beginning of one. */
  readonly kind: "file" | "page" | "request";
  readonly range: Range;
}

interface Found {
  readonly url: string;
  readonly kind: Reference["kind"];
  readonly at: number;
}

/** The addresses that a file of the build names, by its ending: HTML, CSS, JavaScript and a manifest. In the order in which they stand. */
export function referencesIn(path: string, text: string, api: readonly string[]): readonly Reference[] {
  const found = /\.html?$/.test(path)
    ? [...inHtml(text, api)]
    : path.endsWith(".css")
      ? [...inCss(text, 0)]
      : /\.m?js$/.test(path)
        ? [...inScript(text, 0, api)]
        : path.endsWith(".webmanifest") || /(?:^|\/)(?:site|manifest)\.json$/.test(path)
          ? [...inManifest(text)]
          : [];
  const lines = createLines(text);
  return found
    .filter(({ url }) => url !== "" && !/^(?:#|data:|blob:|about:|javascript:|mailto:|tel:)/i.test(url))
    .toSorted((one, other) => one.at - other.at)
    .map(({ url, kind, at }) => ({ url, kind, range: lines.rangeOf(at, at + url.length) }));
}

const TAG = /<([a-z][\w-]*)((?:[^>"']|"[^"]*"|'[^']*')*)>/gi;
const ATTRIBUTE = /([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/dg;

/** The attributes of elements that the browser loads, or that lead on. */
const LOADING: Readonly<Record<string, readonly string[]>> = {
  audio: ["src"],
  embed: ["src"],
  iframe: ["src"],
  image: ["href", "xlink:href"],
  img: ["src"],
  input: ["src"],
  link: ["href"],
  object: ["data"],
  script: ["src"],
  source: ["src"],
  track: ["src"],
  use: ["href", "xlink:href"],
  video: ["src", "poster"],
};

function* inHtml(text: string, api: readonly string[]): Generator<Found> {
  // What is commented out keeps its length, so that places stay true.
  const shown = text.replaceAll(/<!--[^]*?-->/g, (comment) => " ".repeat(comment.length));
  for (const tag of shown.matchAll(TAG)) {
    const [whole, name = "", written = ""] = tag;
    const element = name.toLowerCase();
    const start = tag.index + 1 + name.length;
    // A page that another one stands for, or a host to get ready for, is not asked for.
    if (element === "link" && /\brel\s*=\s*["']?(?:canonical|alternate|preconnect|dns-prefetch)/i.test(whole)) continue;
    for (const attribute of written.matchAll(ATTRIBUTE)) {
      const key = (attribute[1] ?? "").toLowerCase();
      const value = attribute[2] ?? attribute[3] ?? attribute[4] ?? "";
      const [at = 0] = attribute.indices?.[2] ?? attribute.indices?.[3] ?? attribute.indices?.[4] ?? [];
      if (key === "srcset") {
        for (const part of value.matchAll(/[^\s,]\S*(?=\s|,|$)/g)) {
          if (!/^\d+(?:\.\d+)?[wx],?$/.test(part[0])) {
            yield { url: part[0].replace(/,$/, ""), kind: "file", at: start + at + part.index };
          }
        }
      } else if (key === "style") yield* inCss(value, start + at);
      else if (LOADING[element]?.includes(key) === true) yield { url: value, kind: "file", at: start + at };
      else if (element === "a" && key === "href") yield { url: value, kind: "page", at: start + at };
      else if (element === "form" && key === "action") yield { url: value, kind: "request", at: start + at };
    }
  }
  for (const block of shown.matchAll(/<(script|style)\b[^>]*>([^]*?)<\/\1>/gi)) {
    const inner = block[2] ?? "";
    const at = block.index + block[0].lastIndexOf(inner, block[0].length - `</${block[1]}>`.length);
    yield* block[1]?.toLowerCase() === "style" ? inCss(inner, at) : inScript(inner, at, api);
  }
}

function* inCss(text: string, offset: number): Generator<Found> {
  const shown = text.replaceAll(/\/\*[^]*?\*\//g, (comment) => " ".repeat(comment.length));
  for (const match of shown.matchAll(/url\(\s*(["']?)([^"')]*)\1\s*\)|@import\s+(["'])([^"']+)\3/dg)) {
    const [at = 0] = match.indices?.[2] ?? match.indices?.[4] ?? [];
    yield { url: (match[2] ?? match[4] ?? "").trim(), kind: "file", at: offset + at };
  }
}

/** What a module imports, and what `new URL(…, import.meta.url)` points at. */
const IMPORTED =
  /(?:\bfrom\s*|\bimport\s*\(?\s*|\bnew URL\(\s*(?=["'`][^"'`]*["'`]\s*,\s*import\.meta\.url)|\bimportScripts\(\s*)(["'`])((?:\.{0,2}\/)[^"'`\s$]*)\1/dg;
const PATH = /(["'`])(\/[^"'`\s\\]*)\1/dg;
const OWN_HOST = /(["'`])((?:https?|wss?):\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]):\d+[^"'`\s\\]*)\1/dg;

/** Built code is one long line without comments; strings are found by their quotes. */
function* inScript(text: string, offset: number, api: readonly string[]): Generator<Found> {
  const seen = new Set<number>();
  for (const [pattern, kind] of [
    [IMPORTED, "file"],
    [PATH, "request"],
    [OWN_HOST, "request"],
  ] as const) {
    for (const match of text.matchAll(pattern)) {
      const [at = 0] = match.indices?.[2] ?? [];
      const url = match[2] ?? "";
      const isTelling = kind === "file" || pattern === OWN_HOST || isBelow(url, api) || isFile(url);
      if (!isTelling || seen.has(at)) continue;
      seen.add(at);
      yield { url, kind: kind === "request" && isFile(url) && !isBelow(url, api) ? "file" : kind, at: offset + at };
    }
  }
}

/** Whether a path stands below one of the prefixes, or is one. */
export function isBelow(url: string, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => url === prefix || url.startsWith(`${prefix}/`) || url.startsWith(`${prefix}?`));
}

function isFile(url: string): boolean {
  return /^\/[\w./-]+\.(?:js|css|png|svg|jpe?g|gif|webp|avif|ico|woff2?|json|webmanifest|wasm)$/.test(url);
}

function* inManifest(text: string): Generator<Found> {
  for (const match of text.matchAll(/"(src|start_url)"\s*:\s*"([^"\\]*)"/dg)) {
    const [at = 0] = match.indices?.[2] ?? [];
    yield { url: match[2] ?? "", kind: match[1] === "src" ? "file" : "page", at };
  }
}
