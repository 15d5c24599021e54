import type { DifferenceClass } from "#core/model/run/difference.ts";
import { ARRAY, NONE, NULL, OBJECT, ROOT, kindOf, leavesIn, rawOf } from "#core/text/json/json-document.ts";
import { nothingOf } from "../allowances/alike.ts";
import type { ReferencePairs } from "../matching/pair-by-references.ts";
import type { ElementHashes } from "../matching/element-hashes.ts";
import {
  type DocumentPart,
  type Loosening,
  type MarkedDocument,
  type RuleLeeway,
  type SwallowingAllowance,
  leewayOfPair,
} from "../rules/rule-marks.ts";
import { severityUnder } from "../rules/rule-severity.ts";
import { SEVERITIES } from "../severity.ts";
import type { Disagreement, Tally } from "../tally.ts";
import type { OwnServers } from "./own-server.ts";

/** A comparison of two documents that is under way. */
export interface Walk {
  readonly python: MarkedDocument;
  readonly rust: MarkedDocument;
  readonly tally: Tally;
  readonly part: DocumentPart;
  readonly limit: number;
  readonly servers: OwnServers | undefined;
  /** Which case it is, for a reader. */
  readonly caseName: string | undefined;
  /** How many disagreements there were before. */
  readonly start: number;
  /** Pairs of ids that are looked at when all of them are known. */
  readonly ids: IdPair[];
  /** Pairs of nodes, Python's first; taken from the end. */
  readonly waiting: number[];
  /** Which elements go together by how they name each other; made when the first array without an order needs it. */
  referencePairs?: ReferencePairs;
  /** Made when the first array needs them. */
  hashes?: { readonly python: ElementHashes; readonly rust: ElementHashes };
}

/** Two scalars that a rule lets be renamed, and how they disagree. */
export interface IdPair {
  readonly pythonNode: number;
  readonly rustNode: number;
  readonly found: DifferenceClass | undefined;
  /** Any ids may be others, not only UUIDs. */
  readonly areAny: boolean;
  /** After how many disagreements it was met, so that it is told in its place. */
  readonly after: number;
}

/** Says only whether two values are written alike; `reason` tells why no more. */
export function holdAsTexts(
  { python, rust, tally, limit }: Walk,
  pythonNode: number,
  rustNode: number,
  reason: string,
): void {
  if (rawOf(python.document, pythonNode) === rawOf(rust.document, rustNode)) return;
  tally.unfinished = reason;
  if (tally.disagreements.length >= limit) tally.omitted++;
  else tally.disagreements.push({ class: "value", python: pythonNode, rust: rustNode, isCoarse: true });
}

/** A value that only one side has. A null that only one side writes has a class of its own. */
export function lone(
  walk: Walk,
  found: "missing" | "extra" | "duplicate-key",
  pythonNode: number,
  rustNode: number,
  opposite: number,
): void {
  const document = pythonNode === NONE ? walk.rust.document : walk.python.document;
  const node = pythonNode === NONE ? rustNode : pythonNode;
  const leeway = leewayOfPair(walk.python, pythonNode, walk.rust, rustNode);
  if (found !== "duplicate-key" && areNothings(walk, leeway, pythonNode, rustNode)) return;
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

/** Whether a rule takes two ways to say nothing for the same; `NONE` is absent. Counts what it takes. */
export function areNothings(walk: Walk, leeway: RuleLeeway | undefined, pythonNode: number, rustNode: number): boolean {
  if (leeway === undefined || leeway.presences.length === 0) return false;
  const left = nothingOf(walk.python.document, pythonNode);
  const right = nothingOf(walk.rust.document, rustNode);
  const rule = leeway.presences.find(
    ({ allow: { value } }) =>
      left !== undefined && right !== undefined && value.includes(left) && value.includes(right),
  );
  const { tally } = walk;
  for (const { position } of leeway.presences) tally.hits.set(position, (tally.hits.get(position) ?? 0) + 1);
  if (rule === undefined) return false;
  tally.loosened += (pythonNode === NONE ? 0 : 1) + (rustNode === NONE ? 0 : 1);
  return true;
}

export function isIgnored(walk: Walk, pythonNode: number, rustNode: number): boolean {
  return leewayOfPair(walk.python, pythonNode, walk.rust, rustNode)?.swallow?.allow === "ignore";
}

/** Counts a hit of a rule that takes values from being compared, and the leaves that lie in them. `NONE` is no node. */
export function swallow(
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
export function countHits({ tally }: Walk, { order, values }: RuleLeeway, kind: number): void {
  const isOrdered = kind === (order?.allow === "renamed keys" ? OBJECT : ARRAY);
  const orders = isOrdered && order !== undefined ? [order] : [];
  for (const { position } of kind < ARRAY ? values : orders) {
    tally.hits.set(position, (tally.hits.get(position) ?? 0) + 1);
  }
}

export function disagree(walk: Walk, found: DifferenceClass, python: number, rust: number): void {
  record(walk, { class: found, python, rust });
}

export function record({ tally, limit }: Walk, disagreement: Disagreement): void {
  const { class: found } = disagreement;
  if (severityUnder(tally.policy, found, SEVERITIES[found]) !== "cosmetic") tally.hasFailing = true;
  if (tally.disagreements.length < limit) tally.disagreements.push(disagreement);
  else tally.omitted++;
}
