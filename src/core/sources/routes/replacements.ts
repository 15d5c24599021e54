/** What took the place of what, where those who hold the older one are to come to the newer one. */
export interface Replacements<T extends object> {
  readonly replace: (old: T, now: T) => void;
  readonly latest: (value: T) => T;
}

export function createReplacements<T extends object>(): Replacements<T> {
  const replaced = new WeakMap<T, T>();
  return {
    replace: (old, now) => void replaced.set(old, now),
    latest: (value) => {
      let found = value;
      for (let next = replaced.get(found); next; next = replaced.get(found)) found = next;
      // The ones between are let go.
      if (found !== value) replaced.set(value, found);
      return found;
    },
  };
}
