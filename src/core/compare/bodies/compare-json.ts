import type { DifferenceClass } from "#core/model/run/difference.ts";
import type { JsonDocument } from "#core/text/json/json-document.ts";
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
  nextOf,
  rawOf,
  sizeOf,
} from "#core/text/json/json-document.ts";
import { compareScalars, typeOf } from "./compare-scalars.ts";
import { type ElementHashes, elementHashes, hashOf } from "../matching/element-hashes.ts";
import type { Alignment } from "../matching/align-elements.ts";
import type { Elements } from "../matching/elements.ts";
import { matchElements } from "../matching/match-elements.ts";
import { matchUnordered } from "../matching/match-unordered.ts";
import { allowsPair } from "../allowances/allowances.ts";
import { idsOf } from "../allowances/scalar-pair.ts";
import { matchRows } from "../matching/match-rows.ts";
import { isSameName, membersByName } from "./object-members.ts";
import {
  type DocumentPart,
  LeewayTable,
  type IndexedRule,
  type Loosening,
  type MarkedDocument,
  type OrderAllowance,
  type RuleLeeway,
  type SwallowingAllowance,
  leewayOfNode,
  leewayOfPair,
  markDocument,
} from "../rules/rule-marks.ts";
import { severityUnder } from "../rules/rule-severity.ts";
import { SEVERITIES } from "../severity.ts";
import type { Disagreement, Tally } from "../tally.ts";
import { turnRound } from "../matching/turn-round.ts";

/** How two documents are compared. */
export interface JsonOptions {
  readonly part: DocumentPart;
  /** Those for other parts are passed over. */
  readonly rules: readonly IndexedRule[];
  /** Disagreements beyond this many are counted, not kept. */
  readonly limit: number;
  /** Asked now and then; from when it says so on, what is left is compared coarsely. */
  readonly isTimeUp?: (() => boolean) | undefined;
}

/**
 * Compares two JSON documents strictly, after the rules, and adds what it finds and counts to `tally`. Disagreements
 * come in the order of the walk, which follows Python's text; beyond `limit` they are only counted.
 * Pairs that wait stand in a list, so that depth costs no stack. From when `isTimeUp` says so on, pairs are only held
 * against each other as texts.
 */
export function compareJson(
  python: JsonDocument,
  rust: JsonDocument,
  { part, rules, limit, isTimeUp = () => false }: JsonOptions,
  tally: Tally,
): void {
  if (rules.length === 0 && python.text === rust.text) {
    tally.compared += python.leaves + rust.leaves;
    return;
  }
  const leeways = new LeewayTable(rules);
  const walk: Walk = {
    python: markDocument(python, part, rules, leeways),
    rust: markDocument(rust, part, rules, leeways),
    tally,
    part,
    limit,
    waiting: [ROOT, ROOT],
  };
  let isOver = false;
  for (let turn = 0; ; turn++) {
    const rustNode = walk.waiting.pop();
    const pythonNode = walk.waiting.pop();
    if (rustNode === undefined || pythonNode === undefined) return;
    if (turn % TURNS_A_LOOK === 0) isOver ||= isTimeUp();
    if (isOver) comparePairCoarsely(walk, pythonNode, rustNode);
    else comparePair(walk, pythonNode, rustNode);
  }
}

/** Looking at the clock for each pair would cost more than comparing it. */
const TURNS_A_LOOK = 1024;

interface Walk {
  readonly python: MarkedDocument;
  readonly rust: MarkedDocument;
  readonly tally: Tally;
  readonly part: DocumentPart;
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
  const leeway = leewayOfPair(walk.python, pythonNode, walk.rust, rustNode);
  if (leeway?.swallow !== undefined) {
    swallow(walk, leeway.swallow, pythonNode, rustNode);
    if (leeway.swallow.allow === "type only" && !isSameType) disagree(walk, "type", pythonNode, rustNode);
    return;
  }
  if (leeway !== undefined) countHits(walk, leeway, pythonKind);
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
    pairElements(walk, pythonNode, rustNode, leeway?.order);
  } else {
    const found = compareScalars(python, pythonNode, rust, rustNode);
    if (leeway !== undefined && leeway.values.length > 0) loosen(walk, leeway.values, found, pythonNode, rustNode);
    else if (found !== undefined) disagree(walk, found, pythonNode, rustNode);
  }
}

/** Two scalars of one type that rules compare by another measure; `found` is how they disagree without rules. */
function loosen(
  walk: Walk,
  values: RuleLeeway["values"],
  found: DifferenceClass | undefined,
  pythonNode: number,
  rustNode: number,
): void {
  const { tally } = walk;
  tally.compared -= 2;
  tally.loosened += 2;
  const pair = { python: walk.python.document, pythonNode, rust: walk.rust.document, rustNode };
  const isRenamed = values.some(({ allow }) => allow === "renamed ids");
  // Equal ids take part in the renaming, so that another cannot stand for one of them.
  if (found === undefined && isRenamed) tally.renaming.joins(...idsOf(pair));
  if (found === undefined) return;
  // An integer on one side and a float on the other is a matter of type, which no measure of values is about.
  if (found !== "type" && values.some(({ allow }) => allowsPair(allow, pair, tally.renaming))) return;
  const isBroken = isRenamed && found === "value";
  const hint = isBroken ? tally.renaming.breakOf(...idsOf(pair)) : undefined;
  record(walk, { class: found, python: pythonNode, rust: rustNode, ...(hint !== undefined && { hint }) });
}

/** Equal where they are written alike; else not known to differ, and told as such. Rules hold here as well. */
function comparePairCoarsely(walk: Walk, pythonNode: number, rustNode: number): void {
  const python = walk.python.document;
  const rust = walk.rust.document;
  if (leewayOfPair(walk.python, pythonNode, walk.rust, rustNode) !== undefined) {
    comparePair(walk, pythonNode, rustNode);
    return;
  }
  walk.tally.compared += leavesIn(python, pythonNode) + leavesIn(rust, rustNode);
  holdAsTexts(walk, pythonNode, rustNode, TIME_UP);
}

/** Says only whether two values are written alike; `reason` tells why no more. */
function holdAsTexts({ python, rust, tally, limit }: Walk, pythonNode: number, rustNode: number, reason: string): void {
  if (rawOf(python.document, pythonNode) === rawOf(rust.document, rustNode)) return;
  tally.unfinished = reason;
  if (tally.disagreements.length >= limit) tally.omitted++;
  else tally.disagreements.push({ class: "value", python: pythonNode, rust: rustNode, isCoarse: true });
}

const TIME_UP =
  "The time for comparing was up before all was looked into; what is marked as coarse is only known to be written otherwise.";

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

/** Matching the elements of longer arrays would take more memory than a process has. */
const MOST_ELEMENTS = 2_000_000;

const TOO_LONG =
  "An array has more than 2 million elements, too many to tell which belong together; what is marked as coarse is only known to be written otherwise.";

/** At most this many elements of an array are told as moved one by one; more are one difference of the array's order. */
const MOST_MOVED = 3;

function pairElements(
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
  const alignment = align(walk, pythonElements, rustElements, order);
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
  { part, tally }: Walk,
  python: Elements,
  rust: Elements,
  order: Loosening<OrderAllowance> | undefined,
): Alignment {
  if (order !== undefined)
    return matchUnordered(python, rust, order.allow === "unordered" ? undefined : order.allow.value);
  return part === "effect" ? matchRows(python, rust, tally.renaming) : matchElements(python, rust);
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
  const leeway = leewayOfPair(walk.python, pythonNode, walk.rust, rustNode);
  if (leeway?.swallow === undefined) {
    walk.tally.compared += leavesIn(document, node);
    if (leeway !== undefined) countHits(walk, leeway, kindOf(document, node));
  } else {
    swallow(walk, leeway.swallow, pythonNode, rustNode);
    if (leeway.swallow.allow === "ignore") return;
  }
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
  return leewayOfPair(walk.python, pythonNode, walk.rust, rustNode)?.swallow?.allow === "ignore";
}

/** Counts a hit of a rule that takes values from being compared, and the leaves that lie in them. `NONE` is no node. */
function swallow(
  { tally, python, rust }: Walk,
  { position, allow }: Loosening<SwallowingAllowance>,
  pythonNode: number,
  rustNode: number,
): void {
  const leaves =
    (pythonNode === NONE ? 0 : leavesIn(python.document, pythonNode)) +
    (rustNode === NONE ? 0 : leavesIn(rust.document, rustNode));
  tally.hits.set(position, (tally.hits.get(position) ?? 0) + 1);
  tally.swallowed.set(position, (tally.swallowed.get(position) ?? 0) + leaves);
  if (pythonNode === ROOT) tally.wholes.add(position);
  if (allow === "ignore") tally.ignored += leaves;
  else tally.loosened += leaves;
}

/** Of a rule that compares otherwise: an order is one of an array, another measure one of a scalar. */
function countHits({ tally }: Walk, { order, values }: RuleLeeway, kind: number): void {
  const orders = kind === ARRAY && order !== undefined ? [order] : [];
  for (const { position } of kind < ARRAY ? values : orders) {
    tally.hits.set(position, (tally.hits.get(position) ?? 0) + 1);
  }
}

function disagree(walk: Walk, found: DifferenceClass, python: number, rust: number): void {
  record(walk, { class: found, python, rust });
}

function record({ tally, limit }: Walk, disagreement: Disagreement): void {
  const { class: found } = disagreement;
  if (severityUnder(tally.policy, found, SEVERITIES[found]) !== "cosmetic") tally.hasFailing = true;
  if (tally.disagreements.length < limit) tally.disagreements.push(disagreement);
  else tally.omitted++;
}
