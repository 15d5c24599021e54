/** A stretch in which two lists of lines differ: indexes of its first line and of the line after it, in each list. */
export interface ChangedStretch {
  readonly before: readonly [start: number, end: number];
  readonly after: readonly [start: number, end: number];
}

/**
 * The stretches in which two lists of lines differ, in order. Lines that stand once in each list are what both are lined
 * up by (patience diff), so that the braces that all blocks have in common pull nothing together.
 */
export function changedStretches(before: readonly string[], after: readonly string[]): readonly ChangedStretch[] {
  const found: ChangedStretch[] = [];
  const compare = (whole: ChangedStretch): void => {
    const { before: b, after: a } = withoutEqualEnds(before, after, whole);
    if (b[0] === b[1] && a[0] === a[1]) return;
    const anchors = anchorsIn(before, after, { before: b, after: a });
    if (anchors.length === 0) {
      found.push({ before: b, after: a });
      return;
    }
    let from: readonly [number, number] = [b[0], a[0]];
    for (const anchor of anchors) {
      compare({ before: [from[0], anchor[0]], after: [from[1], anchor[1]] });
      from = anchor;
    }
    compare({ before: [from[0], b[1]], after: [from[1], a[1]] });
  };
  compare({ before: [0, before.length], after: [0, after.length] });
  return found;
}

function withoutEqualEnds(
  before: readonly string[],
  after: readonly string[],
  { before: [b0, b1], after: [a0, a1] }: ChangedStretch,
): ChangedStretch {
  let [start, end] = [0, 0];
  const shorter = Math.min(b1 - b0, a1 - a0);
  while (start < shorter && before[b0 + start] === after[a0 + start]) start += 1;
  while (end < shorter - start && before[b1 - 1 - end] === after[a1 - 1 - end]) end += 1;
  return { before: [b0 + start, b1 - end], after: [a0 + start, a1 - end] };
}

/** Pairs of lines that are equal, stand once in each list within the stretch, and follow one another in both. */
function anchorsIn(
  before: readonly string[],
  after: readonly string[],
  stretch: ChangedStretch,
): readonly (readonly [before: number, after: number])[] {
  const [here, there] = [linesOnce(before, stretch.before), linesOnce(after, stretch.after)];
  const pairs: (readonly [number, number])[] = [];
  for (const [line, at] of here) {
    const other = there.get(line);
    if (at !== undefined && other !== undefined) pairs.push([at, other]);
  }
  return longestRising(pairs);
}

/** Each line of the stretch with its index; undefined where it stands there several times. */
function linesOnce(
  lines: readonly string[],
  [start, end]: readonly [number, number],
): ReadonlyMap<string, number | undefined> {
  const found = new Map<string, number | undefined>();
  for (let at = start; at < end; at += 1) {
    const line = lines[at] ?? "";
    found.set(line, found.has(line) ? undefined : at);
  }
  return found;
}

interface Link {
  readonly pair: readonly [number, number];
  readonly previous: Link | undefined;
}

/** Of pairs that rise in their first number, the most that rise in the second one too. */
function longestRising(pairs: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  /** By length less one, the chain that ends lowest. */
  const chains: Link[] = [];
  for (const pair of pairs) {
    let [low, high] = [0, chains.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((chains[middle]?.pair[1] ?? 0) < pair[1]) low = middle + 1;
      else high = middle;
    }
    chains[low] = { pair, previous: chains[low - 1] };
  }
  const longest: (readonly [number, number])[] = [];
  for (let link = chains.at(-1); link !== undefined; link = link.previous) longest.push(link.pair);
  return longest.toReversed();
}
