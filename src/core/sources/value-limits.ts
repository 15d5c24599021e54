/** How large values may get while code is followed, where each step may double them. */
export const MAX_ITEMS = 10_000;
const MAX_CHARACTERS = 20_000;
/** Of one router. A Rust router is copied with each route that it gets. */
export const MAX_ENTRIES = 5000;

/** How many routes may come of one app: a router that takes another one twice has twice as many with each step. */
export const MAX_ROUTES = 50_000;

/** Whether a text of known and unknown parts is longer than any path. */
export function isTextTooLong(parts: readonly unknown[]): boolean {
  if (parts.length > MAX_ITEMS) return true;
  let length = 0;
  for (const part of parts) if (typeof part === "string") length += part.length;
  return length > MAX_CHARACTERS;
}
