import { pointerToken } from "./json-pointer.ts";
/** What a node is; compared as numbers because bodies have millions of nodes. */
export const NULL = 0;
export const FALSE = 1;
export const TRUE = 2;
export const NUMBER = 3;
export const STRING = 4;
export const ARRAY = 5;
export const OBJECT = 6;

/** Bits of `flags`. */
export const VALUE_HAS_ESCAPE = 1;
export const NAME_HAS_ESCAPE = 2;

/** The node that every document has: its one value. */
export const ROOT = 0;

/** No node. */
export const NONE = -1;

/**
 * A JSON text as its tokens, nothing lost: order, spelling, escapes and duplicate names stay in `text`.
 *
 * A value is a node, a node is a number, and nodes stand in the order of the text (a container before what is in it),
 * so that all that lies in node `n` is `n + 1` up to `nexts[n]`, and the whole is a few flat arrays whatever the depth.
 * Offsets count UTF-16 units; `ends` are exclusive.
 */
export interface JsonDocument {
  readonly text: string;
  readonly count: number;
  /** Scalars and empty containers. */
  readonly leaves: number;
  readonly kinds: Uint8Array;
  readonly flags: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** The first node after all that lies in this one. */
  readonly nexts: Int32Array;
  readonly parents: Int32Array;
  /** The how-manieth of its parent this node is, from zero. */
  readonly ordinals: Int32Array;
  /** How many elements or members a container has. */
  readonly sizes: Int32Array;
  /** Where a member's name stands, quotes included; -1 where the node has none. */
  readonly nameStarts: Int32Array;
  readonly nameEnds: Int32Array;
  /** The document beside which this one was read; `origins` has one more than its node for a container that was copied from there, else 0. */
  readonly beside?: { readonly document: JsonDocument; readonly origins: Int32Array };
}

/** The node's kind: `NULL` to `OBJECT`. */
export function kindOf(document: JsonDocument, node: number): number {
  return document.kinds[node] ?? NULL;
}

/** The first node after all that lies in `node`; the next sibling, where there is one. */
export function nextOf(document: JsonDocument, node: number): number {
  return document.nexts[node] ?? document.count;
}

/** How many elements or members a container has. */
export function sizeOf(document: JsonDocument, node: number): number {
  return document.sizes[node] ?? 0;
}

/** The value as it was written, white space within it included. */
export function rawOf(document: JsonDocument, node: number): string {
  return document.text.slice(document.starts[node], document.ends[node]);
}

/** Was a value copied from that one of the document beside, because it is written alike? What was read may be alike too. */
export function isCopyOf(other: JsonDocument, otherNode: number, document: JsonDocument, node: number): boolean {
  return originOf(document, node, other) === otherNode;
}

/** The value of the document beside of which this one was copied; `NONE` where it was read, or beside another one. */
export function originOf({ beside }: JsonDocument, node: number, other: JsonDocument): number {
  return beside?.document === other ? (beside.origins[node] ?? 0) - 1 : NONE;
}

/** The elements or members of a container, in the order of the text. */
export function childrenOf(document: JsonDocument, node: number): number[] {
  const children: number[] = [];
  const end = nextOf(document, node);
  for (let child = node + 1; child < end; child = nextOf(document, child)) children.push(child);
  return children;
}

/** A member's name with its escapes read; undefined for an element of an array and for the root. */
export function nameOf(document: JsonDocument, node: number): string | undefined {
  const start = document.nameStarts[node] ?? NONE;
  if (start === NONE) return undefined;
  const raw = document.text.slice(start, document.nameEnds[node]);
  return ((document.flags[node] ?? 0) & NAME_HAS_ESCAPE) === 0 ? raw.slice(1, -1) : readString(raw);
}

/** The first member of an object that has this name; `NONE` where there is none. */
export function memberOf(document: JsonDocument, object: number, name: string): number {
  const { text, flags, nameStarts, nameEnds } = document;
  const end = nextOf(document, object);
  for (let child = object + 1; child < end; child = nextOf(document, child)) {
    if (((flags[child] ?? 0) & NAME_HAS_ESCAPE) !== 0) {
      if (nameOf(document, child) === name) return child;
      continue;
    }
    const start = (nameStarts[child] ?? 0) + 1;
    if ((nameEnds[child] ?? 0) - start === name.length + 1 && standsAt(text, start, name)) return child;
  }
  return NONE;
}

/** `startsWith` is slower on short texts. */
function standsAt(text: string, start: number, name: string): boolean {
  for (let at = 0; at < name.length; at++) if (text.charCodeAt(start + at) !== name.charCodeAt(at)) return false;
  return true;
}

/** The text that a `STRING` node stands for, its escapes read. A lone surrogate stays one. */
export function stringOf(document: JsonDocument, node: number): string {
  const raw = rawOf(document, node);
  return ((document.flags[node] ?? 0) & VALUE_HAS_ESCAPE) === 0 ? raw.slice(1, -1) : readString(raw);
}

/** Is it a scalar or an empty container? */
export function isLeaf(document: JsonDocument, node: number): boolean {
  return nextOf(document, node) === node + 1;
}

/** How many scalars and empty containers lie in `node`, itself included. */
export function leavesIn(document: JsonDocument, node: number): number {
  if (node === ROOT) return document.leaves;
  let leaves = 0;
  const end = nextOf(document, node);
  for (let inner = node; inner < end; inner++) if (isLeaf(document, inner)) leaves++;
  return leaves;
}

/** The JSON pointer (RFC 6901) of a node: `/items/0/a~1b`; empty for the root. */
export function pointerOf(document: JsonDocument, node: number): string {
  const tokens: string[] = [];
  for (let at = node; at > ROOT; at = document.parents[at] ?? ROOT) {
    const name = nameOf(document, at) ?? String(document.ordinals[at]);
    tokens.push(pointerToken(name));
  }
  return tokens.length === 0 ? "" : `/${tokens.toReversed().join("/")}`;
}

/** `raw` has passed the reader, so that it is a string for JSON.parse too, which is exact on strings. */
function readString(raw: string): string {
  return String(JSON.parse(raw));
}
