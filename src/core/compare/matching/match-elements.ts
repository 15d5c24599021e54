import { ARRAY, childrenOf, kindOf, nameOf } from "#core/text/json/json-document.ts";
import type { Alignment, Pair } from "./align-elements.ts";
import { alignElements } from "./align-elements.ts";
import type { Elements } from "./elements.ts";
import { hashOf } from "./element-hashes.ts";
import { identitiesOf } from "./identities.ts";
import { pairSimilar } from "./similar-elements.ts";

/**
 * Which elements of two arrays belong together, as positions in `nodes`: by the member that identifies them, where
 * the values show one, else by equality, and what is left between two matches by likeness. What is then still left is
 * paired in order, so that a changed element is compared with what it was; only the surplus is left over.
 */
export function matchElements(python: Elements, rust: Elements): Alignment {
  const identities = identitiesOf(python, rust);
  if (identities !== undefined) {
    return pairGaps(alignElements(identities.left, identities.right), (left, right) =>
      isAlike(python, python.nodes[left] ?? 0, rust, rust.nodes[right] ?? 0),
    );
  }
  const alignment = alignElements(
    python.nodes.map((node) => hashOf(python.hashes, node)),
    rust.nodes.map((node) => hashOf(rust.hashes, node)),
  );
  const matched = alignment.pairs.length + alignment.moved.length;
  // Of two arrays with little in common, a chance match would pair everything else wrongly.
  const isByChance = matched * 2 < Math.min(python.nodes.length, rust.nodes.length);
  const start =
    isByChance && (python.nodes.length === rust.nodes.length || (areContainers(python) && areContainers(rust)))
      ? unmatched(python, rust)
      : alignment;
  return pairGaps(pairSimilarInGaps(python, rust, start), () => true);
}

function areContainers({ document, nodes }: Elements): boolean {
  return nodes.every((node) => kindOf(document, node) >= ARRAY);
}

function unmatched(python: Elements, rust: Elements): Alignment {
  return { pairs: [], moved: [], lefts: [...python.nodes.keys()], rights: [...rust.nodes.keys()] };
}

/** What is left over up to a pair of an alignment; after the last pair there is one more gap. */
interface Gap {
  readonly lefts: readonly number[];
  readonly rights: readonly number[];
  readonly before: Pair | undefined;
}

function gapsOf(alignment: Alignment): readonly Gap[] {
  let left = 0;
  let right = 0;
  const gapUpTo = (before: Pair | undefined): Gap => {
    const [leftEnd, rightEnd] = before ?? [Infinity, Infinity];
    let lefts = NOBODY;
    let rights = NOBODY;
    if ((alignment.lefts[left] ?? Infinity) < leftEnd) {
      const first = left;
      while ((alignment.lefts[left] ?? Infinity) < leftEnd) left++;
      lefts = alignment.lefts.slice(first, left);
    }
    if ((alignment.rights[right] ?? Infinity) < rightEnd) {
      const first = right;
      while ((alignment.rights[right] ?? Infinity) < rightEnd) right++;
      rights = alignment.rights.slice(first, right);
    }
    return { lefts, rights, before };
  };
  return [...alignment.pairs.map(gapUpTo), gapUpTo(undefined)];
}

/** What most gaps hold; an array of its own for each of them would cost more than the rest. */
const NOBODY: readonly number[] = [];

/** Is what is left over all of one side, so that no two of it can belong together? */
function isOneSided({ lefts, rights }: Alignment): boolean {
  return lefts.length === 0 || rights.length === 0;
}

/** Adds the pairs of elements that are like each other; where a gap has one on each side there is nothing to choose. */
function pairSimilarInGaps(python: Elements, rust: Elements, alignment: Alignment): Alignment {
  if (isOneSided(alignment)) return alignment;
  const pairs: Pair[] = [];
  const paired = { left: new Set<number>(), right: new Set<number>() };
  for (const { lefts, rights, before } of gapsOf(alignment)) {
    const hasChoice = lefts.length > 0 && rights.length > 0 && lefts.length + rights.length > 2;
    for (const pair of hasChoice ? pairSimilar(python, lefts, rust, rights) : []) {
      pairs.push(pair);
      paired.left.add(pair[0]);
      paired.right.add(pair[1]);
    }
    if (before !== undefined) pairs.push(before);
  }
  return {
    pairs,
    moved: alignment.moved,
    lefts: alignment.lefts.filter((at) => !paired.left.has(at)),
    rights: alignment.rights.filter((at) => !paired.right.has(at)),
  };
}

/** Pairs what is left over in the gaps between pairs in order, first with first. */
function pairGaps(alignment: Alignment, isPair: (left: number, right: number) => boolean): Alignment {
  if (isOneSided(alignment)) return alignment;
  const pairs: Pair[] = [];
  const lefts: number[] = [];
  const rights: number[] = [];
  for (const gap of gapsOf(alignment)) {
    const common = Math.min(gap.lefts.length, gap.rights.length);
    for (let at = 0; at < Math.max(gap.lefts.length, gap.rights.length); at++) {
      const l = gap.lefts[at];
      const r = gap.rights[at];
      if (at < common && l !== undefined && r !== undefined && isPair(l, r)) {
        pairs.push([l, r]);
        continue;
      }
      if (l !== undefined) lefts.push(l);
      if (r !== undefined) rights.push(r);
    }
    if (gap.before !== undefined) pairs.push(gap.before);
  }
  return { pairs, moved: alignment.moved, lefts, rights };
}

/** Do two objects have at least half of their members in common? */
function isAlike(python: Elements, pythonNode: number, rust: Elements, rustNode: number): boolean {
  const membersOf = ({ document, hashes }: Elements, node: number): ReadonlyMap<string, number> =>
    new Map(childrenOf(document, node).map((child) => [nameOf(document, child) ?? "", hashOf(hashes, child)]));
  const left = membersOf(python, pythonNode);
  const right = membersOf(rust, rustNode);
  let common = 0;
  for (const [name, hash] of left) if (right.get(name) === hash) common++;
  return common * 2 >= Math.max(left.size, right.size);
}
