import type { DifferenceClass } from "#core/model/difference.ts";
import type { JsonDocument } from "#core/text/json-document.ts";
import {
  ARRAY,
  NONE,
  NULL,
  OBJECT,
  ROOT,
  childrenOf,
  isLeaf,
  kindOf,
  leavesIn,
  nameOf,
  nextOf,
  sizeOf,
} from "#core/text/json-document.ts";
import { compareScalars, typeOf } from "./compare-scalars.ts";
import { type ElementHashes, elementHashes, hashOf } from "./element-hashes.ts";
import { matchElements } from "./match-elements.ts";
import type { IndexedRule, MarkedDocument } from "./rule-marks.ts";
import { UNMARKED, markDocument, markOfPair } from "./rule-marks.ts";
import { SEVERITIES } from "./severity.ts";
import type { Disagreement, Tally } from "./tally.ts";

/**
 * Compares two JSON bodies strictly, after the rules, and adds what it finds and counts to `tally`. Disagreements
 * come in the order of the walk, which follows Python's text; beyond `limit` they are only counted.
 * Pairs that wait stand in a list, so that depth costs no stack.
 */
export function compareJson(
  python: JsonDocument,
  rust: JsonDocument,
  rules: readonly IndexedRule[],
  tally: Tally,
  limit: number,
): void {
  if (rules.length === 0 && python.text === rust.text) {
    tally.compared += python.leaves + rust.leaves;
    return;
  }
  const walk: Walk = {
    python: markDocument(python, rules),
    rust: markDocument(rust, rules),
    rules,
    tally,
    limit,
    waiting: [ROOT, ROOT],
  };
  for (;;) {
    const rustNode = walk.waiting.pop();
    const pythonNode = walk.waiting.pop();
    if (rustNode === undefined || pythonNode === undefined) return;
    comparePair(walk, pythonNode, rustNode);
  }
}

interface Walk {
  readonly python: MarkedDocument;
  readonly rust: MarkedDocument;
  readonly rules: readonly IndexedRule[];
  readonly tally: Tally;
  readonly limit: number;
  /** Pairs of nodes, Python's first; taken from the end. */
  readonly waiting: number[];
  /** Made when the first array needs them. */
  hashes?: { readonly python: ElementHashes; readonly rust: ElementHashes };
}

function comparePair(walk: Walk, pythonNode: number, rustNode: number): void {
  const python = walk.python.document;
  const rust = walk.rust.document;
  const pythonKind = kindOf(python, pythonNode);
  const isSameType = typeOf(pythonKind) === typeOf(kindOf(rust, rustNode));
  const mark = markOfPair(walk.python, pythonNode, walk.rust, rustNode);
  if (mark !== UNMARKED) {
    const leaves = leavesIn(python, pythonNode) + leavesIn(rust, rustNode);
    if (applyRule(walk, mark, leaves) === "type only" && !isSameType) disagree(walk, "type", pythonNode, rustNode);
    return;
  }
  if (!isSameType) {
    walk.tally.compared += leavesIn(python, pythonNode) + leavesIn(rust, rustNode);
    disagree(walk, "type", pythonNode, rustNode);
    return;
  }
  // An empty container is a leaf of its own side, whatever stands against it.
  walk.tally.compared += (isLeaf(python, pythonNode) ? 1 : 0) + (isLeaf(rust, rustNode) ? 1 : 0);
  if (pythonKind === OBJECT) {
    if (!pairAlikeMembers(walk, pythonNode, rustNode)) pairMembers(walk, pythonNode, rustNode);
  } else if (pythonKind === ARRAY) {
    pairElements(walk, pythonNode, rustNode);
  } else {
    const found = compareScalars(python, pythonNode, rust, rustNode);
    if (found !== undefined) disagree(walk, found, pythonNode, rustNode);
  }
}

/** The usual case: both objects have the same names in the same order, written alike. False where they have not. */
function pairAlikeMembers(walk: Walk, pythonObject: number, rustObject: number): boolean {
  const python = walk.python.document;
  const rust = walk.rust.document;
  if (sizeOf(python, pythonObject) !== sizeOf(rust, rustObject)) return false;
  const end = nextOf(python, pythonObject);
  const before = walk.waiting.length;
  let rustNode = rustObject + 1;
  for (let node = pythonObject + 1; node < end; node = nextOf(python, node)) {
    if (!isSameName(python, node, rust, rustNode)) {
      walk.waiting.length = before;
      return false;
    }
    walk.waiting.push(node, rustNode);
    rustNode = nextOf(rust, rustNode);
  }
  turnRound(walk.waiting, before);
  return true;
}

function isSameName(left: JsonDocument, leftNode: number, right: JsonDocument, rightNode: number): boolean {
  const leftStart = left.nameStarts[leftNode] ?? 0;
  const rightStart = right.nameStarts[rightNode] ?? 0;
  const length = (left.nameEnds[leftNode] ?? 0) - leftStart;
  if ((right.nameEnds[rightNode] ?? 0) - rightStart !== length) return false;
  for (let i = 0; i < length; i++) {
    if (left.text.charCodeAt(leftStart + i) !== right.text.charCodeAt(rightStart + i)) return false;
  }
  return true;
}

/** Pairs members by name. Of a repeated name the last ones go together, because the last is what most readers take. */
function pairMembers(walk: Walk, pythonObject: number, rustObject: number): void {
  const python = walk.python.document;
  const rust = walk.rust.document;
  const pythonMembers = membersByName(python, pythonObject);
  const rustMembers = membersByName(rust, rustObject);
  const before = walk.waiting.length;
  const rustInPythonOrder: number[] = [];
  for (const [name, lefts] of pythonMembers) {
    const rights = rustMembers.get(name) ?? [];
    const common = Math.min(lefts.length, rights.length);
    for (const node of lefts.slice(0, lefts.length - common))
      lone(walk, common === 0 ? "missing" : "duplicate-key", node, NONE, rustObject);
    for (const node of rights.slice(0, rights.length - common)) lone(walk, "duplicate-key", NONE, node, pythonObject);
    for (let back = common; back > 0; back--) {
      const left = lefts[lefts.length - back] ?? NONE;
      const right = rights[rights.length - back] ?? NONE;
      walk.waiting.push(left, right);
      if (isIgnored(walk, left, right)) continue;
      rustInPythonOrder.push(right);
      if (!isSameName(python, left, rust, right)) {
        record(walk, { class: "escape", python: left, rust: right, isInName: true });
      }
    }
  }
  for (const [name, rights] of rustMembers) {
    if (!pythonMembers.has(name)) for (const node of rights) lone(walk, "extra", NONE, node, pythonObject);
  }
  if (rustInPythonOrder.some((node, at) => at > 0 && node < (rustInPythonOrder[at - 1] ?? NONE))) {
    disagree(walk, "key-order", pythonObject, rustObject);
  }
  turnRound(walk.waiting, before);
}

function membersByName(document: JsonDocument, object: number): ReadonlyMap<string, readonly number[]> {
  const members = new Map<string, number[]>();
  for (const child of childrenOf(document, object)) {
    const name = nameOf(document, child) ?? "";
    const known = members.get(name);
    if (known === undefined) members.set(name, [child]);
    else known.push(child);
  }
  return members;
}

/** At most this many elements of an array are told as moved one by one; more are one difference of the array's order. */
const MOST_MOVED = 3;

function pairElements(walk: Walk, pythonArray: number, rustArray: number): void {
  const python = walk.python.document;
  const rust = walk.rust.document;
  walk.hashes ??= { python: elementHashes(walk.python, walk.rules), rust: elementHashes(walk.rust, walk.rules) };
  if (pairAlikeElements(walk, walk.hashes, pythonArray, rustArray)) return;
  const lefts = elementsLeft(walk, walk.python, pythonArray);
  const rights = elementsLeft(walk, walk.rust, rustArray);
  const before = walk.waiting.length;
  const alignment = matchElements(
    { document: python, nodes: lefts, hashes: walk.hashes.python },
    { document: rust, nodes: rights, hashes: walk.hashes.rust },
  );
  for (const at of alignment.lefts) lone(walk, "missing", lefts[at] ?? NONE, NONE, rustArray);
  for (const at of alignment.rights) lone(walk, "extra", NONE, rights[at] ?? NONE, pythonArray);
  if (alignment.moved.length > MOST_MOVED) disagree(walk, "element-order", pythonArray, rustArray);
  for (const [left, right] of alignment.moved) {
    if (alignment.moved.length <= MOST_MOVED) disagree(walk, "moved", lefts[left] ?? NONE, rights[right] ?? NONE);
    walk.waiting.push(lefts[left] ?? NONE, rights[right] ?? NONE);
  }
  for (const [left, right] of alignment.pairs) walk.waiting.push(lefts[left] ?? NONE, rights[right] ?? NONE);
  turnRound(walk.waiting, before);
}

/** The usual case: as many elements on both sides, in order, equal by their hashes, or just one. False where not. */
function pairAlikeElements(
  { python: { document: python, marks: pythonMarks }, rust: { document: rust, marks: rustMarks }, waiting }: Walk,
  hashes: NonNullable<Walk["hashes"]>,
  pythonArray: number,
  rustArray: number,
): boolean {
  const size = sizeOf(python, pythonArray);
  if (pythonMarks !== undefined || rustMarks !== undefined || sizeOf(rust, rustArray) !== size) return false;
  const before = waiting.length;
  const end = nextOf(python, pythonArray);
  let rustNode = rustArray + 1;
  for (let node = pythonArray + 1; node < end; node = nextOf(python, node)) {
    if (size > 1 && hashOf(hashes.python, node) !== hashOf(hashes.rust, rustNode)) {
      waiting.length = before;
      return false;
    }
    waiting.push(node, rustNode);
    rustNode = nextOf(rust, rustNode);
  }
  turnRound(waiting, before);
  return true;
}

/** The elements that are compared; what a rule ignores is counted and leaves the array before it is matched. */
function elementsLeft(walk: Walk, { document, marks }: MarkedDocument, array: number): readonly number[] {
  const elements = childrenOf(document, array);
  if (marks === undefined) return elements;
  return elements.filter((node) => {
    const mark = marks[node] ?? UNMARKED;
    if (walk.rules[mark]?.rule.allow !== "ignore") return true;
    applyRule(walk, mark, leavesIn(document, node));
    return false;
  });
}

/** A value that only one side has. A null that only one side writes has a class of its own. */
function lone(
  walk: Walk,
  found: "missing" | "extra" | "duplicate-key",
  pythonNode: number,
  rustNode: number,
  opposite: number,
): void {
  const document = pythonNode === NONE ? walk.rust.document : walk.python.document;
  const node = pythonNode === NONE ? rustNode : pythonNode;
  const mark = markOfPair(walk.python, pythonNode, walk.rust, rustNode);
  const leaves = leavesIn(document, node);
  if (mark === UNMARKED) walk.tally.compared += leaves;
  else if (applyRule(walk, mark, leaves) === "ignore") return;
  const isNullMember = kindOf(document, node) === NULL && (document.nameStarts[node] ?? NONE) !== NONE;
  const isNullAgainstMissing = isNullMember && found !== "duplicate-key";
  record(walk, {
    class: isNullAgainstMissing ? "null-against-missing" : found,
    python: pythonNode,
    rust: rustNode,
    opposite,
  });
}

function isIgnored(walk: Walk, pythonNode: number, rustNode: number): boolean {
  return walk.rules[markOfPair(walk.python, pythonNode, walk.rust, rustNode)]?.rule.allow === "ignore";
}

/** Counts a hit of a rule and the leaves under it, and says what it allows. */
function applyRule(walk: Walk, mark: number, leaves: number): "ignore" | "type only" {
  const allow = walk.rules[mark]?.rule.allow ?? "type only";
  walk.tally.hits.set(mark, (walk.tally.hits.get(mark) ?? 0) + 1);
  if (allow === "ignore") walk.tally.ignored += leaves;
  else walk.tally.loosened += leaves;
  return allow;
}

function disagree(walk: Walk, found: DifferenceClass, python: number, rust: number): void {
  record(walk, { class: found, python, rust });
}

function record({ tally, limit }: Walk, disagreement: Disagreement): void {
  if (SEVERITIES[disagreement.class] !== "cosmetic") tally.hasFailing = true;
  if (tally.disagreements.length < limit) tally.disagreements.push(disagreement);
  else tally.omitted++;
}

/** Turns the pairs from `start` on round, so that the first is taken first. */
function turnRound(waiting: number[], start: number): void {
  let low = start;
  let high = waiting.length - 2;
  for (; low < high; low += 2, high -= 2) {
    const python = waiting[low] ?? NONE;
    const rust = waiting[low + 1] ?? NONE;
    waiting[low] = waiting[high] ?? NONE;
    waiting[low + 1] = waiting[high + 1] ?? NONE;
    waiting[high] = python;
    waiting[high + 1] = rust;
  }
}
