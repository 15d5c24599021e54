import {
  NONE,
  OBJECT,
  childrenOf,
  isCopyOf,
  isLeaf,
  kindOf,
  leavesIn,
  memberOf,
  nextOf,
  sizeOf,
} from "#core/text/json/json-document.ts";
import type { Alignment } from "../matching/align-elements.ts";
import { type ElementHashes, elementHashes, hashOf } from "../matching/element-hashes.ts";
import type { Elements } from "../matching/elements.ts";
import { matchElements } from "../matching/match-elements.ts";
import { areRows, matchRows } from "../matching/match-rows.ts";
import { matchUnordered } from "../matching/match-unordered.ts";
import { idGraph } from "../matching/id-graph.ts";
import { type ReferencePairs, pairByReferences } from "../matching/pair-by-references.ts";
import { turnRound } from "../matching/turn-round.ts";
import {
  type Loosening,
  type MarkedDocument,
  type OrderAllowance,
  UNMARKED,
  leewayOfNode,
  renamesIds,
} from "../rules/rule-marks.ts";
import { type Walk, disagree, holdAsTexts, lone, swallow } from "./json-walk.ts";

/** Matching the elements of longer arrays would take more memory than a process has. */
const MOST_ELEMENTS = 2_000_000;

const TOO_LONG =
  "An array has more than 2 million elements, too many to tell which belong together; what is marked as coarse is only known to be written otherwise.";

/** At most this many elements of an array are told as moved one by one; more are one difference of the array's order. */
const MOST_MOVED = 3;

export function pairElements(
  walk: Walk,
  pythonArray: number,
  rustArray: number,
  order: Loosening<OrderAllowance> | undefined,
): void {
  const python = walk.python.document;
  const rust = walk.rust.document;
  walk.hashes ??= { python: elementHashes(walk.python), rust: elementHashes(walk.rust) };
  if (pairAlikeElements(walk, walk.hashes, pythonArray, rustArray)) return;
  if (Math.max(sizeOf(python, pythonArray), sizeOf(rust, rustArray)) > MOST_ELEMENTS) {
    // An array that is empty was counted already.
    for (const [document, array] of [[python, pythonArray] as const, [rust, rustArray] as const]) {
      if (!isLeaf(document, array)) walk.tally.compared += leavesIn(document, array);
    }
    holdAsTexts(walk, pythonArray, rustArray, TOO_LONG);
    return;
  }
  const lefts = elementsLeft(walk, walk.python, pythonArray);
  const rights = elementsLeft(walk, walk.rust, rustArray);
  const before = walk.waiting.length;
  const pythonElements = { document: python, nodes: lefts, hashes: walk.hashes.python };
  const rustElements = { document: rust, nodes: rights, hashes: walk.hashes.rust };
  const alignment = align(walk, pythonArray, pythonElements, rustElements, order);
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

function align(
  walk: Walk,
  pythonArray: number,
  python: Elements,
  rust: Elements,
  order: Loosening<OrderAllowance> | undefined,
): Alignment {
  if (order !== undefined) {
    walk.referencePairs ??= referencePairsOf(walk, python.hashes, rust.hashes);
    const key = keyOf(order, python);
    if (key !== undefined && ![python, rust].some((side) => hasMember(side, key))) noteKeyless(walk, key);
    return matchUnordered(python, rust, key, walk.referencePairs.rustOf);
  }
  return walk.part === "effect" && areRows(python.document, pythonArray)
    ? matchRows(python, rust, walk.tally.renaming)
    : matchElements(python, rust);
}

/** The member by which elements are found again; an id that may be another on the other side finds nothing. */
function keyOf({ allow }: Loosening<OrderAllowance>, { document, nodes, hashes }: Elements): string | undefined {
  if (typeof allow === "string") return undefined;
  const [first] = nodes;
  if (first === undefined || kindOf(document, first) !== OBJECT) return allow.value;
  const member = memberOf(document, first, allow.value);
  const leeway = hashes.leeways.leeway(hashes.marks?.[member] ?? UNMARKED);
  return leeway !== undefined && renamesIds(leeway) ? undefined : allow.value;
}

function hasMember({ document, nodes }: Elements, name: string): boolean {
  return nodes.some((node) => kindOf(document, node) === OBJECT && memberOf(document, node, name) !== NONE);
}

/** Found again by likeness, which is not what the rule asks for. */
function noteKeyless({ tally }: Walk, key: string): void {
  const note = `No element has the member \`${key}\` by which a rule wants them found again; they were paired by what they have in common.`;
  if (!tally.notes.includes(note)) tally.notes.push(note);
}

function referencePairsOf(
  { python, rust, tally }: Walk,
  pythonHashes: ElementHashes,
  rustHashes: ElementHashes,
): ReferencePairs {
  const left = idGraph(python, pythonHashes);
  const right = left && idGraph(rust, rustHashes);
  return left === undefined || right === undefined
    ? { rustOf: new Map(), isEnded: false }
    : pairByReferences(left, right, tally.renaming);
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
    const isSure = size === 1 || isCopyOf(python, node, rust, rustNode);
    if (!isSure && hashOf(hashes.python, node) !== hashOf(hashes.rust, rustNode)) {
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
function elementsLeft(walk: Walk, side: MarkedDocument, array: number): readonly number[] {
  const { document, marks } = side;
  const elements = childrenOf(document, array);
  if (marks === undefined) return elements;
  return elements.filter((node) => {
    const ignoring = leewayOfNode(side, node)?.swallow;
    if (ignoring?.allow !== "ignore") return true;
    if (side === walk.python) swallow(walk, ignoring, node, NONE);
    else swallow(walk, ignoring, NONE, node);
    return false;
  });
}
