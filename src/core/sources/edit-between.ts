/** One edit that makes a text of another, by offsets: what stood from `start` to `endBefore` stands to `endNow` now. */
export interface Edit {
  readonly start: number;
  readonly endBefore: number;
  readonly endNow: number;
}

/** The smallest such edit. */
export function editBetween(before: string, now: string): Edit {
  const shorter = Math.min(before.length, now.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === now.charCodeAt(start)) start += 1;
  let same = 0;
  while (
    same < shorter - start &&
    before.charCodeAt(before.length - same - 1) === now.charCodeAt(now.length - same - 1)
  ) {
    same += 1;
  }
  return { start, endBefore: before.length - same, endNow: now.length - same };
}
