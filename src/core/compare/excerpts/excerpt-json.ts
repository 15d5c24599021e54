import { pointerToken } from "#core/text/json/json-pointer.ts";
import type { Side } from "#core/model/endpoint.ts";
import type { Difference } from "#core/model/run/difference.ts";
import {
  type JsonDocument,
  ARRAY,
  NONE,
  OBJECT,
  ROOT,
  STRING,
  childrenOf,
  kindOf,
  memberOf,
  rawOf,
} from "#core/text/json/json-document.ts";
import { pointerNames } from "#core/text/json/json-pointer.ts";
import { type MemberPair, type NodePair, pairMembersByName, pairTurns } from "./pair-for-excerpt.ts";

/** Two documents; a side that has none has no excerpt. */
export type BothDocuments = Readonly<Partial<Record<Side, JsonDocument>>>;

/** Where two values differ. */
type DifferentPlace = Pick<Difference, "pointers" | "class">;

/** Neighbours that are kept of a value that differs, on either side of it, and values at the beginning of what holds it. */
const AROUND = 3;

/** A neighbour that is longer is shortened. */
const LONGEST_NEIGHBOUR = 1000;

/** A value that differs is shortened beyond this. */
const LONGEST_VALUE = 4000;

/** Nobody reads deeper. */
const DEEPEST = 200;

/**
 * Two documents reduced to the places where they differ and what stands around them. In place of what is left out stands `…`
 * with the number of values: `[{"id":1},…2000,{"id":2002}]`. Both sides keep the same places, so that they can still
 * be laid side by side; the text is no JSON any more.
 */
export function excerptJson(
  documents: BothDocuments,
  places: readonly DifferentPlace[],
): Readonly<Partial<Record<Side, string>>> {
  const { python, rust } = documents;
  const walk: Walk = {
    python: python && walked(python, places, "python"),
    rust: rust && walked(rust, places, "rust"),
  };
  const found = render(walk, { python: python ? ROOT : NONE, rust: rust ? ROOT : NONE, pointers: ROOTS }, 0);
  return { ...(python && { python: found.python }), ...(rust && { rust: found.rust }) };
}

const ROOTS = { python: "", rust: "" };

interface Walked {
  readonly document: JsonDocument;
  /** The values that differ, and all that they stand in. */
  readonly hot: ReadonlySet<number>;
  /** Pointers of values that the other side lacks, or has in another place. */
  readonly alone: ReadonlySet<string>;
}

function walked(document: JsonDocument, places: readonly DifferentPlace[], side: Side): Walked {
  const other = side === "python" ? "rust" : "python";
  const alone = places.filter((place) => place.pointers[other] === undefined || place.class === "moved");
  return {
    document,
    hot: hotNodes(document, places, side),
    alone: new Set(alone.flatMap(({ pointers }) => pointers[side] ?? [])),
  };
}

interface Walk {
  readonly python: Walked | undefined;
  readonly rust: Walked | undefined;
}

interface Place extends NodePair {
  readonly pointers: Readonly<Record<Side, string>>;
}

type Texts = Readonly<Record<Side, string>>;

function isHot(of: Walked | undefined, node: number): boolean {
  return node !== NONE && of?.hot.has(node) === true;
}

function render(walk: Walk, { python, rust, pointers }: Place, depth: number): Texts {
  const isAny = isHot(walk.python, python) || isHot(walk.rust, rust);
  const limit = isAny ? LONGEST_VALUE : LONGEST_NEIGHBOUR;
  if (walk.python === undefined || walk.rust === undefined || python === NONE || rust === NONE || !isAny)
    return { python: shortened(walk.python, python, limit), rust: shortened(walk.rust, rust, limit) };
  const kind = kindOf(walk.python.document, python);
  if (kind < ARRAY || kindOf(walk.rust.document, rust) !== kind || depth > DEEPEST)
    return { python: shortened(walk.python, python, limit), rust: shortened(walk.rust, rust, limit) };
  const [left, right] = [childrenOf(walk.python.document, python), childrenOf(walk.rust.document, rust)];
  return kind === OBJECT
    ? renderMembers({ python: walk.python, rust: walk.rust }, left, right, pointers, depth)
    : renderElements({ python: walk.python, rust: walk.rust }, left, right, pointers, depth);
}

interface BothWalked {
  readonly python: Walked;
  readonly rust: Walked;
}

function renderElements(
  walk: BothWalked,
  left: readonly number[],
  right: readonly number[],
  pointers: Place["pointers"],
  depth: number,
): Texts {
  const pairs = pairTurns(left, right, {
    python: (at) => walk.python.hot.has(left[at] ?? NONE) && walk.python.alone.has(`${pointers.python}/${at}`),
    rust: (at) => walk.rust.hot.has(right[at] ?? NONE) && walk.rust.alone.has(`${pointers.rust}/${at}`),
  });
  const isKept = around(pairs.map((pair) => isHot(walk.python, pair.python) || isHot(walk.rust, pair.rust)));
  const lists = { python: new List(), rust: new List() };
  for (const [at, pair] of pairs.entries()) {
    if (isKept[at] !== true) {
      if (pair.python !== NONE) lists.python.leaveOut();
      if (pair.rust !== NONE) lists.rust.leaveOut();
      continue;
    }
    const own = { python: `${pointers.python}/${pair.pythonAt}`, rust: `${pointers.rust}/${pair.rustAt}` };
    const texts = render(walk, { ...pair, pointers: own }, depth + 1);
    if (pair.python !== NONE) lists.python.add(texts.python);
    if (pair.rust !== NONE) lists.rust.add(texts.rust);
  }
  return { python: `[${lists.python.text()}]`, rust: `[${lists.rust.text()}]` };
}

function renderMembers(
  walk: BothWalked,
  left: readonly number[],
  right: readonly number[],
  pointers: Place["pointers"],
  depth: number,
): Texts {
  const [pythonDocument, rustDocument] = [walk.python.document, walk.rust.document];
  const { lefts, rights } = pairMembersByName(pythonDocument, left, rustDocument, right);
  const keptLeft = around(lefts.map(({ python, rust }) => isHot(walk.python, python) || isHot(walk.rust, rust)));
  const keptRight = around(rights.map(({ python, rust }) => isHot(walk.python, python) || isHot(walk.rust, rust)));
  // What one side keeps the other one keeps too.
  const kept = new Set([
    ...lefts.filter((_, at) => keptLeft[at]).map(({ key }) => key),
    ...rights.filter((_, at) => keptRight[at]).map(({ key }) => key),
  ]);
  const textsByKey = new Map<string, Texts>();
  const textsOf = (pair: MemberPair): Texts => {
    const name = pointerToken(pair.name);
    const own = { python: `${pointers.python}/${name}`, rust: `${pointers.rust}/${name}` };
    const texts = textsByKey.get(pair.key) ?? render(walk, { ...pair, pointers: own }, depth + 1);
    textsByKey.set(pair.key, texts);
    return texts;
  };
  const listOf = (side: Side, document: JsonDocument, members: readonly MemberPair[]): string => {
    const list = new List();
    for (const member of members) {
      if (kept.has(member.key)) list.add(`${nameText(document, member[side])}:${textsOf(member)[side]}`);
      else list.leaveOut();
    }
    return `{${list.text()}}`;
  };
  return { python: listOf("python", pythonDocument, lefts), rust: listOf("rust", rustDocument, rights) };
}

function nameText({ text, nameStarts, nameEnds }: JsonDocument, node: number): string {
  return text.slice(nameStarts[node], nameEnds[node]);
}

/** The places near those that are marked, and the first few. */
function around(marks: readonly boolean[]): readonly boolean[] {
  const isKept = marks.map((_, at) => at < AROUND);
  for (const [at, isMarked] of marks.entries()) {
    if (!isMarked) continue;
    for (let near = Math.max(0, at - AROUND); near <= Math.min(marks.length - 1, at + AROUND); near++)
      isKept[near] = true;
  }
  return isKept;
}

/** What stands in a container, with `…2` in place of two values that are left out. */
class List {
  readonly #parts: string[] = [];
  #leftOut = 0;

  add(text: string): void {
    this.#close();
    this.#parts.push(text);
  }

  leaveOut(count = 1): void {
    this.#leftOut += count;
  }

  text(): string {
    this.#close();
    return this.#parts.join(",");
  }

  #close(): void {
    if (this.#leftOut > 0) this.#parts.push(`…${this.#leftOut}`);
    this.#leftOut = 0;
  }
}

/** A value as it was written, or its beginning where that is longer. */
function shortened(of: Walked | undefined, node: number, limit: number): string {
  if (of === undefined || node === NONE) return "";
  const { document } = of;
  const length = (document.ends[node] ?? 0) - (document.starts[node] ?? 0);
  if (length <= limit) return rawOf(document, node);
  const kind = kindOf(document, node);
  if (kind < ARRAY) return kind === STRING ? shortString(rawOf(document, node), limit) : rawOf(document, node);
  const list = new List();
  const children = childrenOf(document, node);
  const inner = Math.floor(limit / (AROUND + 1));
  for (const [at, child] of children.entries()) {
    if (at >= AROUND || inner < SHORTEST) {
      list.leaveOut(children.length - at);
      break;
    }
    const text = shortened(of, child, inner);
    list.add(kind === OBJECT ? `${nameText(document, child)}:${text}` : text);
  }
  return kind === OBJECT ? `{${list.text()}}` : `[${list.text()}]`;
}

/** Of a value that is shortened more than this only a number is left. */
const SHORTEST = 20;

function shortString(raw: string, limit: number): string {
  // An escape that is cut through goes as a whole.
  const beginning = raw
    .slice(0, limit)
    .replace(/\\[^\\]{0,5}$/, "")
    .replace(/\\+$/, "");
  return `${beginning.toWellFormed()}… (${raw.length - 2} characters in all)"`;
}

/** The values at the pointers, and all that they stand in. Of a value that a side lacks, what it would stand in. */
function hotNodes(document: JsonDocument, places: readonly DifferentPlace[], side: Side): ReadonlySet<number> {
  const hot = new Set<number>([ROOT]);
  const elementsByArray = new Map<number, readonly number[]>();
  const childOf = (node: number, name: string): number => {
    if (kindOf(document, node) === OBJECT) return memberOf(document, node, name);
    if (kindOf(document, node) !== ARRAY) return NONE;
    const elements = elementsByArray.get(node) ?? childrenOf(document, node);
    elementsByArray.set(node, elements);
    return elements[Number(name)] ?? NONE;
  };
  for (const place of places) {
    let node = ROOT;
    for (const name of pointerNames(place.pointers[side] ?? "")) {
      node = childOf(node, name);
      if (node === NONE) break;
      hot.add(node);
    }
  }
  return hot;
}
