/** When files of a project changed last, so that what was worked out before can be told from what still holds. */
export interface Moments {
  change(files: Iterable<string>): void;
  /** Counts changes. */
  now(): number;
  /** Of something that was worked out at `moment`: whether none of the files changed since. */
  isCurrent(files: Iterable<string>, moment: number): boolean;
}

export function createMoments(): Moments {
  const changedAt = new Map<string, number>();
  let now = 0;
  return {
    change: (files) => {
      now += 1;
      for (const file of files) changedAt.set(file, now);
    },
    now: () => now,
    isCurrent: (files, moment) => {
      if (moment === now) return true;
      for (const file of files) if ((changedAt.get(file) ?? 0) > moment) return false;
      return true;
    },
  };
}
