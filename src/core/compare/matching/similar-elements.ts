import { ARRAY, NONE, childrenOf, kindOf, nameOf } from "#core/text/json/json-document.ts";
import type { Pair } from "./align-elements.ts";
import { longestRise } from "./align-elements.ts";
import { hashOf } from "./element-hashes.ts";
import type { Elements } from "./elements.ts";

/** Up to so many pairs of elements are weighed one by one; beyond, elements are found by what only they have. */
const MOST_WEIGHED = 10_000;

/** A row of the arrays that stands between two matches: positions in `nodes`. */
export type Gap = readonly number[];

/**
 * Pairs containers that have changed but are still alike: those with the most members (or elements at the same place)
 * in common, and at least half of them, in the same order on both sides. What is like nothing is in no pair. In large
 * gaps the pairs are those that share a member with each other and with nobody else, which costs n log n. Swapping the
 * sides swaps the answer.
 */
export function pairSimilar(python: Elements, lefts: Gap, rust: Elements, rights: Gap): readonly Pair[] {
  if (!lefts.every((at) => isContainer(python, at)) || !rights.every((at) => isContainer(rust, at))) return [];
  const left = lefts.map((at) => featuresOf(python, at));
  const right = rights.map((at) => featuresOf(rust, at));
  // Ties are broken from one end, which must be the same whichever side is left.
  const isTurned = comesBefore(right, left);
  const found = isTurned ? pairFeatures(right, left).map(([l, r]): Pair => [r, l]) : pairFeatures(left, right);
  return found.map(([l, r]): Pair => [lefts[l] ?? 0, rights[r] ?? 0]);
}

/** What an element consists of: a number for each member, of its name and value. */
type Features = ReadonlySet<number>;

function isContainer({ document, nodes }: Elements, at: number): boolean {
  return kindOf(document, nodes[at] ?? 0) >= ARRAY;
}

function featuresOf({ document, nodes, hashes }: Elements, at: number): Features {
  const children = childrenOf(document, nodes[at] ?? 0);
  return new Set(
    children.map((child, ordinal) => {
      const isMember = (document.nameStarts[child] ?? NONE) !== NONE;
      return blend(isMember ? textHash(nameOf(document, child) ?? "") : ordinal, hashOf(hashes, child));
    }),
  );
}

function pairFeatures(left: readonly Features[], right: readonly Features[]): readonly Pair[] {
  return left.length * right.length <= MOST_WEIGHED ? pairByWeight(left, right) : pairByRarity(left, right);
}

/** The pairs in order whose likeness adds up to the most: the classic table, walked back from its end. */
function pairByWeight(left: readonly Features[], right: readonly Features[]): readonly Pair[] {
  const width = right.length + 1;
  const best = new Float64Array((left.length + 1) * width);
  const weights = left.map((l) => right.map((r) => weightOf(l, r)));
  for (let l = left.length - 1; l >= 0; l--) {
    for (let r = right.length - 1; r >= 0; r--) {
      const weight = weights[l]?.[r] ?? 0;
      const paired = weight === 0 ? 0 : weight + (best[(l + 1) * width + r + 1] ?? 0);
      best[l * width + r] = Math.max(paired, best[(l + 1) * width + r] ?? 0, best[l * width + r + 1] ?? 0);
    }
  }
  const pairs: Pair[] = [];
  for (let l = 0, r = 0; l < left.length && r < right.length;) {
    const weight = weights[l]?.[r] ?? 0;
    const here = best[l * width + r] ?? 0;
    if (weight > 0 && here === weight + (best[(l + 1) * width + r + 1] ?? 0)) pairs.push([l++, r++]);
    else if (here === (best[(l + 1) * width + r] ?? 0)) l++;
    else r++;
  }
  return pairs;
}

/** How many members two elements have in common; 0 where it is less than half of the larger one's. */
function weightOf(left: Features, right: Features): number {
  let common = 0;
  for (const feature of left) if (right.has(feature)) common++;
  return common * 2 >= Math.max(left.size, right.size) ? common : 0;
}

/** Pairs elements that share a member that nobody else on either side has, each with the one it shares the most with. */
function pairByRarity(left: readonly Features[], right: readonly Features[]): readonly Pair[] {
  const owners = { left: onlyOwners(left), right: onlyOwners(right) };
  const candidates: Pair[] = [];
  const takenRights = new Set<number>();
  for (const [l, features] of left.entries()) {
    const votes = new Map<number, number>();
    for (const feature of features) {
      const r = owners.left.get(feature) === l ? owners.right.get(feature) : undefined;
      if (r !== undefined && r >= 0) votes.set(r, (votes.get(r) ?? 0) + 1);
    }
    const best = [...votes].reduce<readonly [number, number]>((a, b) => (b[1] > a[1] ? b : a), [NONE, 0])[0];
    const isLike = best !== NONE && weightOf(features, right[best] ?? new Set()) > 0;
    if (!isLike || takenRights.has(best)) continue;
    takenRights.add(best);
    candidates.push([l, best]);
  }
  const isInOrder = longestRise(candidates);
  return candidates.filter((_, at) => isInOrder[at] === 1);
}

/** The one element that has a feature; -1 where several have it. */
function onlyOwners(elements: readonly Features[]): ReadonlyMap<number, number> {
  const owners = new Map<number, number>();
  for (const [at, features] of elements.entries()) {
    for (const feature of features) owners.set(feature, owners.has(feature) ? NONE : at);
  }
  return owners;
}

/** An order that does not know which side is left. */
function comesBefore(a: readonly Features[], b: readonly Features[]): boolean {
  if (a.length !== b.length) return a.length < b.length;
  for (const [at, features] of a.entries()) {
    const difference = sumOf(features) - sumOf(b[at] ?? new Set());
    if (difference !== 0) return difference < 0;
  }
  return false;
}

function sumOf(features: Features): number {
  let sum = 0;
  for (const feature of features) sum = (sum + feature) % Number.MAX_SAFE_INTEGER;
  return sum;
}

function blend(place: number, hash: number): number {
  const low = Math.imul((hash % 0x100000000) ^ Math.imul(place + 1, 0x9e3779b1), 0x85ebca6b) >>> 0;
  return low * 0x100000 + ((Math.floor(hash / 0x1000) ^ Math.imul(place, 0xc2b2ae35)) & 0xfffff);
}

function textHash(text: string): number {
  let hash = 0;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}
