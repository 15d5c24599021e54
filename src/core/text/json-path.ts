import type { JsonDocument } from "./json-document.ts";
import { ARRAY, NONE, OBJECT, ROOT, childrenOf, kindOf, nameOf, nextOf, sizeOf } from "./json-document.ts";

/** One step of a path: which children of a node it takes. */
export type JsonSelector =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "index"; readonly index: number }
  | { readonly kind: "wildcard" };

/** A path of RFC 9535 that is made of names, indexes and wildcards; the root is a path without selectors. */
export interface JsonPath {
  readonly selectors: readonly JsonSelector[];
}

/** A path read, or the sentence that says what is wrong with it and the offset of the place. */
export type JsonPathReading =
  | { readonly kind: "path"; readonly path: JsonPath }
  | { readonly kind: "malformed"; readonly offset: number; readonly reason: string };

/** RFC 9535, section 2.5.1.1: a shorthand name begins with a letter, `_` or anything that is not ASCII. */
const SHORTHAND = /[A-Za-z_\u0080-\uD7FF\uE000-\u{10FFFF}][\w\u0080-\uD7FF\uE000-\u{10FFFF}]*/uy;
const INDEX = /(?:0|-?[1-9]\d*)(?=[ \t\r\n]*\])/y;
/** Control characters, which no name may hold, are refused when the escapes are read. */
const QUOTED = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/y;
const SPACE = /[ \t\r\n]*/y;

/**
 * Reads a path as RFC 9535 writes it: `$.items[0]['created at'].*`. Names are exact and case counts; a negative
 * index counts from the end. Descendants, slices, filters and lists of selectors are refused with a sentence.
 */
export function readJsonPath(text: string): JsonPathReading {
  if (!text.startsWith("$")) return malformed(0, "A path begins with `$`, the whole body");
  const selectors: JsonSelector[] = [];
  let at = 1;
  while (at < text.length) {
    at = after(SPACE, text, at) ?? at;
    const step = text.startsWith("[", at) ? readBracket(text, at) : readDot(text, at);
    if (step.kind === "malformed") return step;
    selectors.push(step.selector);
    at = step.end;
  }
  return { kind: "path", path: { selectors } };
}

/** The nodes that a path takes in a document, in the order of the text, each once. Of duplicate names it takes all. */
export function nodesAt(path: JsonPath, document: JsonDocument): readonly number[] {
  let nodes: number[] = [ROOT];
  for (const selector of path.selectors) nodes = nodes.flatMap((node) => select(selector, document, node));
  return nodes;
}

type Step =
  | { readonly kind: "step"; readonly selector: JsonSelector; readonly end: number }
  | { readonly kind: "malformed"; readonly offset: number; readonly reason: string };

function readDot(text: string, at: number): Step {
  if (!text.startsWith(".", at)) return malformed(at, "`.` or `[` is expected");
  if (text.startsWith("..", at)) return malformed(at, "Descendants (`..`) are not supported");
  if (text.startsWith("*", at + 1)) return { kind: "step", selector: { kind: "wildcard" }, end: at + 2 };
  const end = after(SHORTHAND, text, at + 1);
  if (end === undefined)
    return malformed(at + 1, "A name is expected; in brackets and quotes it may hold anything: `['a-b']`");
  return { kind: "step", selector: { kind: "name", name: text.slice(at + 1, end) }, end };
}

function readBracket(text: string, open: number): Step {
  const start = after(SPACE, text, open + 1) ?? open + 1;
  const read = readSelector(text, start);
  if (read.kind === "malformed") return read;
  const close = after(SPACE, text, read.end) ?? read.end;
  if (!text.startsWith("]", close))
    return malformed(close, "`]` is expected; lists, slices and filters are not supported");
  return { ...read, end: close + 1 };
}

function readSelector(text: string, at: number): Step {
  if (text.startsWith("*", at)) return { kind: "step", selector: { kind: "wildcard" }, end: at + 1 };
  const quoted = after(QUOTED, text, at);
  if (quoted !== undefined) {
    const name = unquoted(text.slice(at, quoted));
    if (name === undefined) return malformed(at, "An escape in the name is wrong");
    return { kind: "step", selector: { kind: "name", name }, end: quoted };
  }
  const end = after(INDEX, text, at);
  if (end === undefined) return malformed(at, "A name in quotes, an index or `*` is expected");
  return { kind: "step", selector: { kind: "index", index: Number(text.slice(at, end)) }, end };
}

/** The escapes of RFC 9535, section 2.3.1.1, are those of JSON and `\'`. */
function unquoted(literal: string): string | undefined {
  const inner = literal
    .slice(1, -1)
    .replaceAll(/\\.|"/gsu, (part) => (part === "\\'" ? "'" : part === '"' ? '\\"' : part));
  try {
    return String(JSON.parse(`"${inner}"`));
  } catch {
    return undefined;
  }
}

function select(selector: JsonSelector, document: JsonDocument, node: number): number[] {
  const kind = kindOf(document, node);
  if (selector.kind === "wildcard") return kind === ARRAY || kind === OBJECT ? childrenOf(document, node) : [];
  if (selector.kind === "name") {
    return kind === OBJECT
      ? childrenOf(document, node).filter((child) => nameOf(document, child) === selector.name)
      : [];
  }
  const child = kind === ARRAY ? elementAt(document, node, selector.index) : NONE;
  return child === NONE ? [] : [child];
}

function elementAt(document: JsonDocument, array: number, index: number): number {
  const size = sizeOf(document, array);
  const wanted = index < 0 ? size + index : index;
  if (wanted < 0 || wanted >= size) return NONE;
  let child = array + 1;
  for (let ordinal = 0; ordinal < wanted; ordinal++) child = nextOf(document, child);
  return child;
}

/** Where a sticky pattern ends that matches at `at`. */
function after(pattern: RegExp, text: string, at: number): number | undefined {
  const sticky = new RegExp(pattern);
  sticky.lastIndex = at;
  return sticky.test(text) ? sticky.lastIndex : undefined;
}

function malformed(
  offset: number,
  reason: string,
): { readonly kind: "malformed"; readonly offset: number; readonly reason: string } {
  return { kind: "malformed", offset, reason };
}
