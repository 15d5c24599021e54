import type { Hint } from "#core/model/run/difference.ts";

const RENAMING_BROKEN = "renaming-broken";

/**
 * One renaming of ids for a run: which text or number of Rust's stands for which of Python's. It begins empty and is
 * filled by what is compared, in the order in which it is compared; a pair that once stands is never taken back.
 */
export class IdRenaming {
  readonly #rusts = new Map<string, string>();
  readonly #pythons = new Map<string, string>();

  /**
   * Whether two ids, as JSON writes them, go together: they do already, or neither goes with another one, and then
   * they do from now on.
   */
  joins(python: string, rust: string): boolean {
    const knownRust = this.#rusts.get(python);
    const knownPython = this.#pythons.get(rust);
    if (knownRust === undefined && knownPython === undefined) {
      this.#rusts.set(python, rust);
      this.#pythons.set(rust, python);
      return true;
    }
    return knownRust === rust && knownPython === python;
  }

  /** Which of Rust's ids stands for one of Python's, where that is known. */
  rustOf(python: string): string | undefined {
    return this.#rusts.get(python);
  }

  /** Why two ids do not go together. */
  breakOf(python: string, rust: string): Hint {
    const knownRust = this.#rusts.get(python);
    const knownPython = this.#pythons.get(rust);
    const text =
      knownRust === undefined
        ? `Rust's ${rust} stands for Python's ${knownPython} elsewhere in this run; here it stands for ${python}.`
        : `Python's ${python} is ${knownRust} in Rust elsewhere in this run; here it is ${rust}.`;
    return { code: RENAMING_BROKEN, text };
  }

  /** Takes over what a copy has come to. */
  adopt(copy: IdRenaming): void {
    for (const [python, rust] of copy.#rusts) this.joins(python, rust);
  }

  /** A renaming that goes on from here without changing this one: for trying. */
  copy(): IdRenaming {
    const copy = new IdRenaming();
    for (const [python, rust] of this.#rusts) copy.joins(python, rust);
    return copy;
  }
}
