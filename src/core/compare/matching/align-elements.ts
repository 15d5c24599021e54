/** A position on the left and one on the right. */
export type Pair = readonly [left: number, right: number];

/** Which elements of two arrays belong together. Each position stands in exactly one of the four. */
export interface Alignment {
  /** In the same order on both sides. */
  readonly pairs: readonly Pair[];
  /** On both sides, out of order with the pairs. */
  readonly moved: readonly Pair[];
  readonly lefts: readonly number[];
  readonly rights: readonly number[];
}

/**
 * Aligns two lists of ids in n log n: what both begin and end with is paired, of the rest the k-th occurrence of an
 * id with the k-th on the other side, and of these pairs as many as possible stay in order; the others have moved.
 * With repeated ids that is not always the longest common list, but never a wrong one. Swapping the sides swaps the
 * answer.
 */
export function alignElements(left: ArrayLike<number>, right: ArrayLike<number>): Alignment {
  const shortest = Math.min(left.length, right.length);
  let start = 0;
  while (start < shortest && left[start] === right[start]) start++;
  let same = 0;
  while (same < shortest - start && left[left.length - 1 - same] === right[right.length - 1 - same]) same++;

  const leftEnd = left.length - same;
  const rightEnd = right.length - same;
  const middle = isBefore(right, rightEnd, left, leftEnd, start)
    ? swapped(alignMiddle(right, rightEnd, left, leftEnd, start))
    : alignMiddle(left, leftEnd, right, rightEnd, start);
  const before = Array.from({ length: start }, (_, at): Pair => [at, at]);
  const after = Array.from({ length: same }, (_, at): Pair => [leftEnd + at, rightEnd + at]);
  return { ...middle, pairs: [...before, ...middle.pairs, ...after] };
}

/** An order on the middles that does not know which is left, so that both directions take the same decisions. */
function isBefore(a: ArrayLike<number>, aEnd: number, b: ArrayLike<number>, bEnd: number, start: number): boolean {
  if (aEnd !== bEnd) return aEnd < bEnd;
  for (let at = start; at < aEnd; at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

function swapped(alignment: Alignment): Alignment {
  const swap = ([left, right]: Pair): Pair => [right, left];
  return {
    pairs: alignment.pairs.map(swap),
    moved: alignment.moved.map(swap).toSorted((a, b) => a[0] - b[0]),
    lefts: alignment.rights,
    rights: alignment.lefts,
  };
}

function alignMiddle(
  left: ArrayLike<number>,
  leftEnd: number,
  right: ArrayLike<number>,
  rightEnd: number,
  start: number,
): Alignment {
  const rightsById = new Map<number, number[]>();
  for (let at = rightEnd - 1; at >= start; at--) {
    const id = right[at] ?? 0;
    const positions = rightsById.get(id);
    if (positions === undefined) rightsById.set(id, [at]);
    else positions.push(at);
  }
  const candidates: Pair[] = [];
  const lefts: number[] = [];
  for (let at = start; at < leftEnd; at++) {
    const match = rightsById.get(left[at] ?? 0)?.pop();
    if (match === undefined) lefts.push(at);
    else candidates.push([at, match]);
  }
  const rights = [...rightsById.values()].flat().toSorted((a, b) => a - b);
  const isInOrder = longestRise(candidates);
  return {
    pairs: candidates.filter((_, at) => isInOrder[at] === 1),
    moved: candidates.filter((_, at) => isInOrder[at] !== 1),
    lefts,
    rights,
  };
}

/** Marks with 1 a longest part of the pairs whose right positions rise: patience sorting, n log n. */
export function longestRise(pairs: readonly Pair[]): Uint8Array {
  const isIn = new Uint8Array(pairs.length);
  const previous = new Int32Array(pairs.length).fill(-1);
  // For each length the pair that ends a rise of that length at the smallest right position.
  const ends: number[] = [];
  for (const [at, [, right]] of pairs.entries()) {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[ends[middle] ?? 0]?.[1] ?? 0) < right) low = middle + 1;
      else high = middle;
    }
    previous[at] = low === 0 ? -1 : (ends[low - 1] ?? -1);
    ends[low] = at;
  }
  for (let at = ends.at(-1) ?? -1; at >= 0; at = previous[at] ?? -1) isIn[at] = 1;
  return isIn;
}
