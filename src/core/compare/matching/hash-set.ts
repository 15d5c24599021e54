/** Hashes in a flat table, of which at most `most` are put in: a `Set` takes several times as long for numbers that are no small integers. */
export class HashSet {
  /** By slot; NaN where there is none. A hash stands in the first free slot from its own on. */
  readonly #slots: Float64Array;
  readonly #mask: number;
  size = 0;

  constructor(most: number) {
    const room = 2 ** (Math.ceil(Math.log2(most + 1)) + 1);
    this.#slots = new Float64Array(room).fill(Number.NaN);
    this.#mask = room - 1;
  }

  add(hash: number): void {
    const slot = this.#slotOf(hash);
    if (this.#slots[slot] === hash) return;
    this.#slots[slot] = hash;
    this.size += 1;
  }

  has(hash: number): boolean {
    return this.#slots[this.#slotOf(hash)] === hash;
  }

  #slotOf(hash: number): number {
    // The lower bits of a hash are spread well, and `|` takes those.
    let slot = (hash | 0) & this.#mask;
    for (;;) {
      const found = this.#slots[slot] ?? 0;
      if (found === hash || Number.isNaN(found)) return slot;
      slot = (slot + 1) & this.#mask;
    }
  }
}
