import { NONE, OBJECT, childrenOf, kindOf, memberOf, nameOf, rawOf } from "#core/text/json/json-document.ts";
import type { Alignment, Pair } from "./align-elements.ts";
import { hashOf } from "./element-hashes.ts";
import type { Elements } from "./elements.ts";

/** Of more pairs than this that could belong together the likest are not looked for. */
const MOST_CANDIDATES = 40_000;

/**
 * Which elements of two arrays belong together where their order does not count: those with the same key, or that are
 * equal; of the rest objects that have at least half in common, the likest first, and scalars. Shuffling either side
 * changes nothing but the positions. `rustOf` has nodes that are known to go together. No pair counts as moved.
 */
export function matchUnordered(
  python: Elements,
  rust: Elements,
  key: string | undefined,
  rustOf: ReadonlyMap<number, number> = NO_PAIRS,
): Alignment {
  const pairs: Pair[] = pairsKnown(python, rust, rustOf);
  const isDone = { left: new Set(pairs.map(([left]) => left)), right: new Set(pairs.map(([, right]) => right)) };
  const rightsById = Map.groupBy(
    positionsOf(rust).filter((at) => !isDone.right.has(at)),
    (at) => idOf(rust, at, key),
  );
  const leftsById = Map.groupBy(
    positionsOf(python).filter((at) => !isDone.left.has(at)),
    (at) => idOf(python, at, key),
  );
  const lefts: number[] = [];
  for (const [id, alike] of leftsById) {
    const rights = rightsById.get(id) ?? [];
    const common = Math.min(alike.length, rights.length);
    for (let at = 0; at < common; at++) pairs.push([alike[at] ?? 0, rights[at] ?? 0]);
    lefts.push(...alike.slice(common));
    rightsById.set(id, rights.slice(common));
  }
  const more = pairLikest(python, lefts, rust, [...rightsById.values()].flat());
  pairs.push(...more);
  const leftsDone = new Set(more.map(([left]) => left));
  const rightsDone = new Set(pairs.map(([, right]) => right));
  return {
    pairs: pairs.toSorted((a, b) => a[0] - b[0]),
    moved: [],
    lefts: lefts.filter((at) => !leftsDone.has(at)).toSorted((a, b) => a - b),
    rights: rust.nodes.map((_, at) => at).filter((at) => !rightsDone.has(at)),
  };
}

const NO_PAIRS: ReadonlyMap<number, number> = new Map();

/** Elements that are known to belong together, by how they name each other. */
function pairsKnown(python: Elements, rust: Elements, rustOf: ReadonlyMap<number, number>): Pair[] {
  if (rustOf.size === 0) return [];
  const positions = new Map(rust.nodes.map((node, at) => [node, at]));
  return python.nodes.flatMap((node, left): Pair[] => {
    const right = positions.get(rustOf.get(node) ?? NONE);
    return right === undefined ? [] : [[left, right]];
  });
}

/** All positions, in an order that does not depend on that of the elements: by their text. */
function positionsOf({ document, nodes }: Elements): readonly number[] {
  const texts = nodes.map((node) => rawOf(document, node));
  return nodes.map((_, at) => at).toSorted((a, b) => byText(texts[a] ?? "", texts[b] ?? ""));
}

function byText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Equal for elements that belong together. An element without the key is told by all of it. */
function idOf({ document, nodes, hashes }: Elements, at: number, key: string | undefined): string {
  const node = nodes[at] ?? 0;
  const member = key === undefined || kindOf(document, node) !== OBJECT ? NONE : memberOf(document, node, key);
  return member === NONE ? `element ${hashOf(hashes, node)}` : `key ${hashOf(hashes, member)}`;
}

function pairLikest(python: Elements, lefts: readonly number[], rust: Elements, rights: readonly number[]): Pair[] {
  const isObject = ({ document, nodes }: Elements, at: number): boolean => kindOf(document, nodes[at] ?? 0) === OBJECT;
  const leftObjects = lefts.filter((at) => isObject(python, at));
  const rightObjects = rights.filter((at) => isObject(rust, at));
  const leftOthers = inTextOrder(
    python,
    lefts.filter((at) => !isObject(python, at)),
  );
  const rightOthers = inTextOrder(
    rust,
    rights.filter((at) => !isObject(rust, at)),
  );
  const others = leftOthers.slice(0, rightOthers.length).map((left, at): Pair => [left, rightOthers[at] ?? 0]);
  if (leftObjects.length * rightObjects.length > MOST_CANDIDATES) return others;
  return [...others, ...likestObjects(python, leftObjects, rust, rightObjects)];
}

function likestObjects(python: Elements, lefts: readonly number[], rust: Elements, rights: readonly number[]): Pair[] {
  const [left, right] = [inTextOrder(python, lefts), inTextOrder(rust, rights)];
  const rightMembers = new Map(right.map((at) => [at, membersOf(rust, at)]));
  const candidates = left.flatMap((l) => {
    const own = membersOf(python, l);
    return right.flatMap((r) => {
      const other = rightMembers.get(r) ?? new Map<string, number>();
      const common = [...own].filter(([name, hash]) => other.get(name) === hash).length;
      return common * 2 >= Math.max(own.size, other.size) ? [{ pair: [l, r] as const, common }] : [];
    });
  });
  const isLeftTaken = new Set<number>();
  const isRightTaken = new Set<number>();
  return candidates
    .toSorted((a, b) => b.common - a.common)
    .flatMap(({ pair: [l, r] }): Pair[] => {
      if (isLeftTaken.has(l) || isRightTaken.has(r)) return [];
      isLeftTaken.add(l);
      isRightTaken.add(r);
      return [[l, r]];
    });
}

function inTextOrder(elements: Elements, positions: readonly number[]): readonly number[] {
  const wanted = new Set(positions);
  return positionsOf(elements).filter((at) => wanted.has(at));
}

function membersOf({ document, nodes, hashes }: Elements, at: number): ReadonlyMap<string, number> {
  const members = childrenOf(document, nodes[at] ?? 0);
  return new Map(members.map((child) => [nameOf(document, child) ?? "", hashOf(hashes, child)]));
}
