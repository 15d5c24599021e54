/**
 * Where a line of an older text stands in a newer one, so that what was computed from the older text can be shown at
 * once and does not jump while someone types. Lines before and after the edited stretch move with their text; a line
 * inside of it keeps its number as far as there are lines. Lines count from zero.
 */
export function lineCarrier(older: string, newer: string): (line: number) => number {
  if (older === newer) return (line) => line;
  const olderLines = older.split("\n");
  const newerLines = newer.split("\n");
  const shorter = Math.min(olderLines.length, newerLines.length);
  let before = 0;
  while (before < shorter && olderLines[before] === newerLines[before]) before++;
  let after = 0;
  while (after < shorter - before && olderLines.at(-1 - after) === newerLines.at(-1 - after)) after++;
  const shift = newerLines.length - olderLines.length;
  return (line) => {
    if (line < before) return line;
    if (line >= olderLines.length - after) return line + shift;
    return Math.min(line, Math.max(before, newerLines.length - after - 1));
  };
}
