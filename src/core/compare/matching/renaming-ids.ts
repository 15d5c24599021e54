import type { Hint } from "#core/model/run/difference.ts";

import { type SignedIds, signedIds } from "./signed-ids.ts";

const RENAMING_BROKEN = "renaming-broken";

/** Which id an id goes with, how often the run has said so, and where it did first. */
interface Pairing {
  /** As it was written. */
  readonly partner: string;
  readonly place: string | undefined;
  count: number;
}

/**
 * One renaming of ids for a run: which text or number of Rust's stands for which of Python's. It begins empty and is
 * filled by what is compared, in the order in which it is compared.
 */
export class IdRenaming {
  readonly #rusts = new Map<string, Pairing>();
  readonly #pythons = new Map<string, Pairing>();
  #signed: readonly SignedIds[] = [];
  #handedOn: IdRenaming | undefined;

  /**
   * Whether two ids, as JSON writes them, go together: they do already, or neither goes with another one, and then
   * they do from now on. `place` says for a reader where they stand.
   */
  joins(python: string, rust: string, place?: string): boolean {
    const [left, right] = [keyOf(python), keyOf(rust)];
    const knownRust = this.#rusts.get(left);
    const knownPython = this.#pythons.get(right);
    if (knownRust === undefined && knownPython === undefined) {
      this.#rusts.set(left, { partner: rust, place, count: 1 });
      this.#pythons.set(right, { partner: python, place, count: 1 });
      if (isSigned(python) && isSigned(rust)) this.#addSigned(signedIds(textOf(python), textOf(rust)));
      return true;
    }
    if (knownRust === undefined || knownPython === undefined || keyOf(knownRust.partner) !== right) return false;
    knownRust.count++;
    knownPython.count++;
    return true;
  }

  /**
   * A scenario hands these two on, each to its own side. They go together, and if `isTelling`, in this renaming and its
   * copies one passes for the other without any rule.
   */
  handOn(python: string, rust: string, isTelling: boolean): void {
    this.joins(python, rust);
    if (!isTelling) return;
    this.#handedOn ??= new IdRenaming();
    this.#handedOn.joins(python, rust);
  }

  /** What a scenario has handed on; undefined where that is nothing. */
  get handedOn(): IdRenaming | undefined {
    return this.#handedOn;
  }

  /** Which of Rust's ids stands for one of Python's, where that is known. */
  rustOf(python: string): string | undefined {
    return this.#rusts.get(keyOf(python))?.partner;
  }

  /** Which of Python's ids one of Rust's stands for, where that is known. */
  pythonOf(rust: string): string | undefined {
    return this.#pythons.get(keyOf(rust))?.partner;
  }

  /** Whether two ids go together already. */
  goesWith(python: string, rust: string): boolean {
    return keyOf(this.rustOf(python) ?? "") === keyOf(rust);
  }

  /** The pairs of ids that have a sign in them, the longest first. */
  signedIds(): readonly SignedIds[] {
    return this.#signed;
  }

  #addSigned(added: SignedIds): void {
    const at = this.#signed.findIndex(({ python }) => python.length < added.python.length);
    this.#signed = this.#signed.toSpliced(at < 0 ? this.#signed.length : at, 0, added);
  }

  /** How often the run has said that they do. */
  countOf(python: string, rust: string): number {
    return this.goesWith(python, rust) ? (this.#rusts.get(keyOf(python))?.count ?? 0) : 0;
  }

  /** Why two ids do not go together: what the first pairing was, where it was made, and how often it was met. */
  breakOf(python: string, rust: string): Hint {
    const knownRust = this.#rusts.get(keyOf(python));
    const knownPython = this.#pythons.get(keyOf(rust));
    const known = knownRust ?? knownPython;
    const times = known === undefined || known.count === 1 ? "" : `, and ${known.count} times in all`;
    const where = known?.place === undefined ? "elsewhere in this run" : `first at ${known.place}${times}`;
    const text =
      knownRust === undefined
        ? `Rust's ${rust} stands for Python's ${knownPython?.partner ?? ""} (${where}); here it stands for ${python}.`
        : `Python's ${python} is ${knownRust.partner} in Rust (${where}); here it is ${rust}.`;
    return { code: RENAMING_BROKEN, text };
  }

  /** Takes over what a copy has come to; what a scenario handed on stays with it. */
  adopt(copy: IdRenaming): void {
    for (const [python, { partner, place, count }] of copy.#rusts) {
      const own = this.#rusts.get(python);
      const more = count - (own?.count ?? 0);
      for (let time = 0; time < more; time++) if (!this.joins(python, partner, place)) break;
    }
  }

  /** A renaming that goes on from here without changing this one: for trying. */
  copy(): IdRenaming {
    const copy = new IdRenaming();
    for (const [python, pairing] of this.#rusts) copy.#rusts.set(python, { ...pairing });
    for (const [rust, pairing] of this.#pythons) copy.#pythons.set(rust, { ...pairing });
    copy.#signed = this.#signed;
    if (this.#handedOn !== undefined) copy.#handedOn = this.#handedOn.copy();
    return copy;
  }
}

/** An id is the same whether it stands as a number in a body or as digits in a path. */
function keyOf(id: string): string {
  return /^"\d+"$/.test(id) ? id.slice(1, -1) : id;
}

/** Has an id that is a text a sign that parts ids in addresses and sentences? A sentence or an address is no id. */
function isSigned(id: string): boolean {
  return id.startsWith('"') && id.length < 100 && /[^\w.~"-]/.test(id) && /\w/.test(id);
}

/** A text without its quotes. */
function textOf(id: string): string {
  return String(JSON.parse(id));
}
