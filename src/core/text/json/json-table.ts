import type { FoundAgain } from "./json-beside.ts";
import { type JsonDocument, ARRAY, NONE, VALUE_HAS_ESCAPE } from "./json-document.ts";

/** A document that is being read: the same columns, with room to grow, and the name that waits for its value. */
export interface JsonTable {
  readonly text: string;
  count: number;
  leaves: number;
  nameStart: number;
  nameEnd: number;
  nameFlag: number;
  kinds: Uint8Array;
  flags: Uint8Array;
  starts: Int32Array;
  ends: Int32Array;
  nexts: Int32Array;
  parents: Int32Array;
  ordinals: Int32Array;
  sizes: Int32Array;
  nameStarts: Int32Array;
  nameEnds: Int32Array;
  beside: { readonly document: JsonDocument; origins: Int32Array } | undefined;
}

/** Of a longer text stretches are looked at to tell how many nodes it will have. */
const SHORT = 64 * 1024;

const STRETCHES = 64;
const STRETCH = 256;

const SPARE = 1.125;
const GROWTH = 1.5;

const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const OPEN_BRACE = 0x7b;

/** Memory that is not needed costs as much as that which is. Of a short text the most that real bodies have, a node each 8 units. */
function expectedNodes(text: string): number {
  if (text.length < SHORT) return text.length >> 3;
  let found = 0;
  for (let stretch = 0; stretch < STRETCHES; stretch++) {
    const start = Math.floor(((text.length - STRETCH) / STRETCHES) * stretch);
    for (let at = start; at < start + STRETCH; at++) {
      const code = text.charCodeAt(at);
      if (code === COMMA || code === OPEN_BRACKET || code === OPEN_BRACE) found += 1;
    }
  }
  return (found / (STRETCHES * STRETCH)) * text.length * SPARE;
}

/** An empty one. `beside` is the document of which parts are copied. */
export function newTable(text: string, beside?: JsonDocument): JsonTable {
  const room = Math.ceil(expectedNodes(text)) + 16;
  return {
    text,
    count: 0,
    leaves: 0,
    nameStart: NONE,
    nameEnd: NONE,
    nameFlag: 0,
    kinds: new Uint8Array(room),
    flags: new Uint8Array(room),
    starts: new Int32Array(room),
    ends: new Int32Array(room),
    nexts: new Int32Array(room),
    parents: new Int32Array(room),
    ordinals: new Int32Array(room),
    sizes: new Int32Array(room),
    nameStarts: new Int32Array(room),
    nameEnds: new Int32Array(room),
    beside: beside && { document: beside, origins: new Int32Array(room) },
  };
}

/** Adds a value below an open container. Gives its node. */
export function addNode(
  table: JsonTable,
  kind: number,
  parent: number,
  start: number,
  end: number,
  flags: number,
): number {
  const node = table.count;
  if (node === table.kinds.length) grow(table, 1);
  table.count = node + 1;
  if (kind < ARRAY) table.leaves++;
  table.kinds[node] = kind;
  table.flags[node] = flags | table.nameFlag;
  table.starts[node] = start;
  table.ends[node] = end;
  table.nexts[node] = node + 1;
  table.parents[node] = parent;
  table.nameStarts[node] = table.nameStart;
  table.nameEnds[node] = table.nameEnd;
  if (parent !== NONE) {
    const ordinal = table.sizes[parent] ?? 0;
    table.ordinals[node] = ordinal;
    table.sizes[parent] = ordinal + 1;
  }
  return node;
}

/**
 * Copies siblings with all that lies in them from the document beside, where they are written in the same way. The
 * first begins at `start`, under the name that was read; gives where the last one ends.
 */
export function copyNodes(table: JsonTable, { first, last }: FoundAgain, parent: number, start: number): number {
  const { beside } = table;
  if (beside === undefined) throw new Error("There is no document beside.");
  const source = beside.document;
  const end = source.nexts[last] ?? 0;
  const to = table.count;
  if (to + end - first > table.kinds.length) grow(table, end - first);
  const { kinds, flags, starts, ends, nexts, parents, ordinals, sizes, nameStarts, nameEnds } = table;
  const move = start - (source.starts[first] ?? 0);
  copyStretch(source.kinds, first, end, kinds, to);
  copyStretch(source.flags, first, end, flags, to);
  copyStretch(source.ordinals, first, end, ordinals, to);
  copyStretch(source.sizes, first, end, sizes, to);
  const moveNode = to - first;
  for (let inner = first; inner < end; inner++) {
    const node = inner + moveNode;
    const next = source.nexts[inner] ?? 0;
    const name = source.nameStarts[inner] ?? NONE;
    starts[node] = (source.starts[inner] ?? 0) + move;
    ends[node] = (source.ends[inner] ?? 0) + move;
    nexts[node] = next + moveNode;
    parents[node] = (source.parents[inner] ?? 0) + moveNode;
    nameStarts[node] = name === NONE ? NONE : name + move;
    nameEnds[node] = name === NONE ? NONE : (source.nameEnds[inner] ?? 0) + move;
    if (next === inner + 1) table.leaves++;
  }
  flags[to] = ((flags[to] ?? 0) & VALUE_HAS_ESCAPE) | table.nameFlag;
  nameStarts[to] = table.nameStart;
  nameEnds[to] = table.nameEnd;
  let ordinal = parent === NONE ? 0 : (table.sizes[parent] ?? 0);
  for (let inner = first; inner < end; inner = source.nexts[inner] ?? end) {
    parents[inner + moveNode] = parent;
    ordinals[inner + moveNode] = ordinal;
    beside.origins[inner + moveNode] = inner + 1;
    ordinal += 1;
  }
  if (parent !== NONE) table.sizes[parent] = ordinal;
  table.count = end + moveNode;
  return (source.ends[last] ?? 0) + move;
}

function copyStretch<Column extends Uint8Array | Int32Array>(
  source: Column,
  from: number,
  end: number,
  target: Column,
  to: number,
): void {
  // To make a view costs more than to copy a few.
  if (end - from > FEW) target.set(source.subarray(from, end), to);
  else for (let at = from; at < end; at++) target[to + at - from] = source[at] ?? 0;
}

const FEW = 64;

function grow(table: JsonTable, more: number): void {
  const room = Math.ceil(Math.max(table.count * GROWTH, (table.count + more) * SPARE)) + 16;
  table.kinds = widened(new Uint8Array(room), table.kinds);
  table.flags = widened(new Uint8Array(room), table.flags);
  table.starts = widened(new Int32Array(room), table.starts);
  table.ends = widened(new Int32Array(room), table.ends);
  table.nexts = widened(new Int32Array(room), table.nexts);
  table.parents = widened(new Int32Array(room), table.parents);
  table.ordinals = widened(new Int32Array(room), table.ordinals);
  table.sizes = widened(new Int32Array(room), table.sizes);
  table.nameStarts = widened(new Int32Array(room), table.nameStarts);
  table.nameEnds = widened(new Int32Array(room), table.nameEnds);
  if (table.beside !== undefined) table.beside.origins = widened(new Int32Array(room), table.beside.origins);
}

function widened<Column extends Uint8Array | Int32Array>(wide: Column, column: Column): Column {
  wide.set(column);
  return wide;
}

/** What was read, once it is whole. */
export function asDocument(table: JsonTable): JsonDocument {
  const { text, count, leaves, kinds, flags, starts, ends, nexts, parents, ordinals, sizes, nameStarts, nameEnds } =
    table;
  const columns = { kinds, flags, starts, ends, nexts, parents, ordinals, sizes, nameStarts, nameEnds };
  const { beside } = table;
  return { text, count, leaves, ...columns, ...(beside !== undefined && { beside }) };
}
