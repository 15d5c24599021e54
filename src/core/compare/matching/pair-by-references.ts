import { NONE } from "#core/text/json/json-document.ts";
import type { IdGraph } from "./id-graph.ts";
import { type Colouring, refineColours } from "./refine-colours.ts";
import type { IdRenaming } from "./renaming-ids.ts";

/** Which elements belong together by what they contain and how they name each other. */
export interface ReferencePairs {
  /** Rust's node for one of Python's. */
  readonly rustOf: ReadonlyMap<number, number>;
  /** The search was ended by its bound: other pairs might have explained more. */
  readonly isEnded: boolean;
}

/** So many pairs are tried in vain before the search ends. */
const MOST_STEPS = 50_000;

/**
 * Pairs the elements of two documents so that one renaming explains their ids. Colours say which may belong together;
 * a pair draws in those that it names, and those that name it; where several are left, one is tried, and taken back
 * where it leads to a contradiction. Trees and chains never do.
 */
export function pairByReferences(left: IdGraph, right: IdGraph, renaming: IdRenaming): ReferencePairs {
  const search = new PairSearch(left, right, renaming);
  const colourings = refineColours(left, right, renaming).toReversed();
  for (const [at, colouring] of colourings.entries()) search.pairAlike(colouring, at === 0);
  return search.result();
}

/** Names of ids that are undone when a pair is taken back. */
interface Undo {
  readonly kind: "element" | "id";
  readonly left: number;
  readonly right: number;
}

interface Choice {
  readonly element: number;
  readonly trail: number;
  readonly candidates: readonly number[];
  next: number;
}

class PairSearch {
  readonly #left: IdGraph;
  readonly #right: IdGraph;
  readonly #renaming: IdRenaming;
  readonly #rights: Int32Array;
  readonly #lefts: Int32Array;
  readonly #rightIds: Int32Array;
  readonly #leftIds: Int32Array;
  readonly #trail: Undo[] = [];
  #colouring: Colouring = { left: new Int32Array(), right: new Int32Array() };
  #queues = new Map<string, { readonly list: readonly number[]; at: number }>();
  #steps = 0;
  #isEnded = false;

  constructor(left: IdGraph, right: IdGraph, renaming: IdRenaming) {
    this.#left = left;
    this.#right = right;
    this.#renaming = renaming;
    this.#rights = new Int32Array(left.elements.length).fill(NONE);
    this.#lefts = new Int32Array(right.elements.length).fill(NONE);
    this.#rightIds = new Int32Array(left.ids.length).fill(NONE);
    this.#leftIds = new Int32Array(right.ids.length).fill(NONE);
  }

  result(): ReferencePairs {
    const pairs = this.#left.elements.entries().flatMap(([at, node]): (readonly [number, number])[] => {
      const other = this.#right.elements[this.#rights[at] ?? NONE];
      return other === undefined ? [] : [[node, other]];
    });
    return { rustOf: new Map(pairs), isEnded: this.#isEnded };
  }

  /** Pairs what has the same colour; only in the finest colouring is a pair that was chosen taken back again. */
  pairAlike(colouring: Colouring, isFinest: boolean): void {
    this.#colouring = colouring;
    this.#queues = new Map();
    const rightsByColour = byColour(colouring.right, this.#lefts);
    const classes = [...byColour(colouring.left, this.#rights)].flatMap(([colour, own]) => {
      const others = rightsByColour.get(colour) ?? [];
      return own.length === others.length ? [{ own, others }] : [];
    });
    // What has but one partner leaves no choice, and draws in most of the rest.
    const [single, several] = [
      classes.filter(({ own }) => own.length === 1),
      classes.filter(({ own }) => own.length > 1),
    ];
    for (const { own, others } of single) this.#tryPair(own[0] ?? 0, others[0] ?? 0);
    const open = several.toSorted((a, b) => a.own.length - b.own.length);
    if (isFinest)
      this.#choose(
        open.flatMap(({ own }) => own),
        new Map(open.flatMap(({ own, others }) => own.map((each) => [each, others]))),
      );
    else for (const { own, others } of open) for (const element of own) this.#chooseOne(element, others);
  }

  /** Pairs each element with the first of its candidates that leads to no contradiction. */
  #chooseOne(element: number, others: readonly number[]): void {
    if ((this.#rights[element] ?? NONE) !== NONE) return;
    for (const candidate of this.#candidates(element, others)) if (this.#tryPair(element, candidate)) return;
  }

  /** The same for all of them, taking back what leaves a later one without a partner. */
  #choose(elements: readonly number[], othersOf: ReadonlyMap<number, readonly number[]>): void {
    const choices: Choice[] = [];
    const start = this.#trail.length;
    for (let at = 0; at < elements.length; at++) {
      const element = elements[at] ?? 0;
      if ((this.#rights[element] ?? NONE) !== NONE) continue;
      const others = othersOf.get(element) ?? [];
      if (
        this.#advance(choices, {
          element,
          trail: this.#trail.length,
          candidates: this.#candidates(element, others),
          next: 0,
        })
      )
        continue;
      // The last choice that has another candidate is made anew; the walk goes on behind it.
      let again = choices.pop();
      while (again !== undefined && this.#steps < MOST_STEPS && !this.#advance(choices, again)) again = choices.pop();
      if (again === undefined || this.#steps >= MOST_STEPS) {
        this.#isEnded = true;
        this.#undo(start);
        for (const each of elements) this.#chooseOne(each, othersOf.get(each) ?? []);
        return;
      }
      at = elements.indexOf(again.element);
    }
  }

  /** Tries the candidates that a choice has left; true once one of them stands. */
  #advance(choices: Choice[], choice: Choice): boolean {
    this.#undo(choice.trail);
    while (choice.next < choice.candidates.length) {
      const candidate = choice.candidates[choice.next++] ?? NONE;
      if (this.#tryPair(choice.element, candidate)) {
        choices.push(choice);
        return true;
      }
      if (++this.#steps >= MOST_STEPS) return false;
    }
    return false;
  }

  /** Those that name what the element names, where that is known; else all of its colour. At most so many are looked at. */
  #candidates(element: number, others: readonly number[]): readonly number[] {
    const known = this.#left.references[element]?.find(({ id }) => (this.#rightIds[id] ?? NONE) !== NONE);
    const colour = this.#colouring.left[element];
    if (known === undefined) return this.#open(`class ${colour}`, () => others);
    const id = this.#rightIds[known.id] ?? NONE;
    return this.#open(`${id} ${known.role} ${colour}`, () =>
      (this.#right.referrers[id] ?? []).flatMap(({ role, element: each }) =>
        role === known.role && this.#colouring.right[each] === colour ? [each] : [],
      ),
    );
  }

  /** What of a list is not paired yet, a bounded part of it; what lies before stays paired unless something is taken back. */
  #open(key: string, make: () => readonly number[]): readonly number[] {
    const known = this.#queues.get(key) ?? { list: make(), at: 0 };
    this.#queues.set(key, known);
    while (known.at < known.list.length && (this.#lefts[known.list[known.at] ?? 0] ?? NONE) !== NONE) known.at++;
    return known.list
      .slice(known.at, known.at + MOST_CANDIDATES)
      .filter((each) => (this.#lefts[each] ?? NONE) === NONE);
  }

  /** Pairs two elements and all that follows from it; takes all of it back where there is a contradiction. */
  #tryPair(left: number, right: number): boolean {
    const start = this.#trail.length;
    const waiting: (readonly [number, number])[] = [[left, right]];
    for (let pair = waiting.pop(); pair !== undefined; pair = waiting.pop()) {
      if (!this.#pairElements(...pair, waiting)) {
        this.#undo(start);
        return false;
      }
    }
    return true;
  }

  #pairElements(left: number, right: number, waiting: (readonly [number, number])[]): boolean {
    if (this.#rights[left] === right) return true;
    if (this.#rights[left] !== NONE || this.#lefts[right] !== NONE) return false;
    if (this.#left.contents[left] !== this.#right.contents[right]) return false;
    this.#rights[left] = right;
    this.#lefts[right] = left;
    this.#trail.push({ kind: "element", left, right });
    const own = this.#left.references[left] ?? [];
    const others = this.#right.references[right] ?? [];
    return own.every(({ role, id }) => {
      const [same, another] = others.filter((each) => each.role === role);
      // Several ids in one role stand in no order.
      if (same === undefined || another !== undefined || own.some((each) => each.role === role && each.id !== id))
        return same !== undefined;
      return this.#pairIds(id, same.id, waiting);
    });
  }

  #pairIds(left: number, right: number, waiting: (readonly [number, number])[]): boolean {
    if (this.#rightIds[left] === right) return true;
    if (this.#rightIds[left] !== NONE || this.#leftIds[right] !== NONE) return false;
    const [python, rust] = [this.#left.ids[left] ?? "", this.#right.ids[right] ?? ""];
    const isKnown = this.#renaming.rustOf(python) !== undefined || this.#renaming.pythonOf(rust) !== undefined;
    if (isKnown && !this.#renaming.goesWith(python, rust)) return false;
    this.#rightIds[left] = right;
    this.#leftIds[right] = left;
    this.#trail.push({ kind: "id", left, right });
    this.#drawIn(left, right, waiting);
    return true;
  }

  /** Of those that name two ids which go together, the only two of one role and colour do as well. */
  #drawIn(left: number, right: number, waiting: (readonly [number, number])[]): void {
    const key = (role: number, colour: number | undefined): string => `${role} ${colour}`;
    const own = Map.groupBy(
      (this.#left.referrers[left] ?? []).filter(({ element }) => element !== 0 && this.#rights[element] === NONE),
      ({ role, element }) => key(role, this.#colouring.left[element]),
    );
    if (own.size === 0) return;
    const others = Map.groupBy(
      (this.#right.referrers[right] ?? []).filter(({ element }) => element !== 0 && this.#lefts[element] === NONE),
      ({ role, element }) => key(role, this.#colouring.right[element]),
    );
    for (const [group, [first, second]] of own) {
      const [other, another] = others.get(group) ?? [];
      if (first !== undefined && second === undefined && other !== undefined && another === undefined)
        waiting.push([first.element, other.element]);
    }
  }

  #undo(start: number): void {
    if (this.#trail.length > start) this.#queues = new Map();
    for (const { kind, left, right } of this.#trail.splice(start)) {
      const [rights, lefts] = kind === "element" ? [this.#rights, this.#lefts] : [this.#rightIds, this.#leftIds];
      rights[left] = NONE;
      lefts[right] = NONE;
    }
  }
}

/** Of a long list of alike elements so many are tried for one. */
const MOST_CANDIDATES = 300;

/** The elements that are not paired yet, the first left out. */
function byColour(colours: Int32Array, partners: Int32Array): ReadonlyMap<number, readonly number[]> {
  const open = [...colours.keys()].filter((element) => element > 0 && partners[element] === NONE);
  return Map.groupBy(open, (element) => colours[element] ?? 0);
}
