import type { JsonDocument } from "#core/text/json/json-document.ts";
import { ARRAY, OBJECT, ROOT, isCopyOf, isLeaf, kindOf, leavesIn } from "#core/text/json/json-document.ts";
import { LeewayTable, type DocumentPart, type IndexedRule, leewayOfPair, markDocument } from "../rules/rule-marks.ts";
import { areAlikeForSides } from "./alike-for-sides.ts";
import { areHandedOn } from "../matching/handed-on.ts";
import type { Tally } from "../tally.ts";
import { compareScalars, typeOf } from "./compare-scalars.ts";
import { type Walk, areNothings, countHits, disagree, holdAsTexts, swallow } from "./json-walk.ts";
import { loosenScalars, settleIds } from "./loose-scalars.ts";
import type { OwnServers } from "./own-server.ts";
import { pairElements } from "./pair-elements.ts";
import { pairRenamedMembers } from "./pair-renamed-members.ts";
import { pairAlikeMembers, pairMembers } from "./pair-members.ts";

/** How two documents are compared. */
export interface JsonOptions {
  readonly part: DocumentPart;
  /** Those for other parts are passed over. */
  readonly rules: readonly IndexedRule[];
  /** Disagreements beyond this many are counted, not kept. */
  readonly limit: number;
  /** Where the two sides listen, where that is two places. */
  readonly servers?: OwnServers | undefined;
  readonly caseName?: string | undefined;
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
  { part, rules, limit, servers, caseName, isTimeUp = () => false }: JsonOptions,
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
    servers,
    caseName,
    start: tally.disagreements.length,
    ids: [],
    waiting: [ROOT, ROOT],
  };
  let isOver = false;
  for (let turn = 0; ; turn++) {
    const rustNode = walk.waiting.pop();
    const pythonNode = walk.waiting.pop();
    if (rustNode === undefined || pythonNode === undefined) break;
    if (turn % TURNS_A_LOOK === 0) isOver ||= isTimeUp();
    if (isOver) comparePairCoarsely(walk, pythonNode, rustNode);
    else comparePair(walk, pythonNode, rustNode);
  }
  settleIds(walk);
}

/** Looking at the clock for each pair would cost more than comparing it. */
const TURNS_A_LOOK = 1024;

function comparePair(walk: Walk, pythonNode: number, rustNode: number): void {
  const python = walk.python.document;
  const rust = walk.rust.document;
  const pythonKind = kindOf(python, pythonNode);
  const isSameType = typeOf(pythonKind) === typeOf(kindOf(rust, rustNode));
  // Most of two long bodies is written alike, and what is needs no look inside.
  if (pythonKind >= ARRAY && isQuickToRead(walk, pythonNode) && isWrittenAlike(walk, pythonNode, rustNode)) {
    walk.tally.compared += 2 * leavesIn(python, pythonNode);
    return;
  }
  const leeway = leewayOfPair(walk.python, pythonNode, walk.rust, rustNode);
  if (leeway?.swallow !== undefined) {
    swallow(walk, leeway.swallow, pythonNode, rustNode);
    if (leeway.swallow.allow === "type only" && !isSameType) disagree(walk, "type", pythonNode, rustNode);
    return;
  }
  if (areNothings(walk, leeway, pythonNode, rustNode)) return;
  if (leeway !== undefined) countHits(walk, leeway, pythonKind);
  if (!isSameType) {
    walk.tally.compared += leavesIn(python, pythonNode) + leavesIn(rust, rustNode);
    disagree(walk, "type", pythonNode, rustNode);
    return;
  }
  // An empty container is a leaf of its own side, whatever stands against it.
  walk.tally.compared += (isLeaf(python, pythonNode) ? 1 : 0) + (isLeaf(rust, rustNode) ? 1 : 0);
  if (pythonKind === OBJECT) {
    if (leeway?.order?.allow === "renamed keys") pairRenamedMembers(walk, pythonNode, rustNode);
    else if (!pairAlikeMembers(walk, pythonNode, rustNode)) pairMembers(walk, pythonNode, rustNode);
  } else if (pythonKind === ARRAY) {
    pairElements(walk, pythonNode, rustNode, leeway?.order);
  } else {
    const written = compareScalars(python, pythonNode, rust, rustNode);
    const isAlike = written === "value" && areAlikeForSides(walk, pythonNode, rustNode);
    const isHandedOn =
      written !== undefined && !isAlike && areHandedOn({ python, pythonNode, rust, rustNode }, walk.tally);
    const found = isAlike || isHandedOn ? undefined : written;
    if (leeway !== undefined && leeway.values.length > 0)
      loosenScalars(walk, leeway.values, found, pythonNode, rustNode);
    else if (found !== undefined) disagree(walk, found, pythonNode, rustNode);
  }
}

/** Containers that are longer are looked into: reading each level of a deep text would take the square of its length. */
const LONGEST_READ = 2000;

function isWrittenAlike({ python, rust }: Walk, pythonNode: number, rustNode: number): boolean {
  if (isCopyOf(python.document, pythonNode, rust.document, rustNode)) return true;
  const { text: left, starts, ends } = python.document;
  const { text: right } = rust.document;
  const end = ends[pythonNode] ?? 0;
  let rustAt = rust.document.starts[rustNode] ?? 0;
  let at = starts[pythonNode] ?? 0;
  if (end - at !== (rust.document.ends[rustNode] ?? 0) - rustAt) return false;
  // `startsWith` looks at each character more slowly than this does.
  for (; at < end; at++, rustAt++) if (left.charCodeAt(at) !== right.charCodeAt(rustAt)) return false;
  return true;
}

function isQuickToRead({ python: { document, marks }, rust }: Walk, node: number): boolean {
  if (marks !== undefined || rust.marks !== undefined) return false;
  return (document.ends[node] ?? 0) - (document.starts[node] ?? 0) <= LONGEST_READ;
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

const TIME_UP =
  "The time for comparing was up before all was looked into; what is marked as coarse is only known to be written otherwise.";
