/**
 * The word that was probably meant: the one with the fewest letters changed, about a third of them at most.
 * `("milestone", ["milestones", "rules"])` → `milestones`
 */
export function nearestWord(word: string, words: readonly string[]): string | undefined {
  const plain = normal(word);
  const distances = words.map((each) => ({ each, distance: editDistance(plain, normal(each)) }));
  const nearest = distances.toSorted((a, b) => a.distance - b.distance)[0];
  return nearest && nearest.distance <= Math.ceil(plain.length / 3) ? nearest.each : undefined;
}

function normal(word: string): string {
  // No key is longer; the distance takes time that grows with the product of the lengths.
  return word.toLowerCase().replaceAll(/[-_ ]/g, "").slice(0, 40);
}

/** Levenshtein's distance, one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of Array.from(a).entries()) {
    const next = [i + 1];
    for (const [j, other] of Array.from(b).entries()) {
      const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
