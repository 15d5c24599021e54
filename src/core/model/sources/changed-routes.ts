import type { Route } from "../route.ts";

/** Where two lists of routes differ, most of which are the same objects in the same order. */
export interface ChangedRoutes {
  /** Of the older list, and of the newer one. */
  readonly removed: readonly Route[];
  readonly added: readonly Route[];
  /** Where they stand: both begin there. */
  readonly start: number;
}

/** The part between what the two lists have in common at their beginnings and at their ends. */
export function changedRoutes(before: readonly Route[], after: readonly Route[]): ChangedRoutes {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  return {
    start,
    removed: before.slice(start, before.length - end),
    added: after.slice(start, after.length - end),
  };
}
