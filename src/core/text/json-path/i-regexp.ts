import { type CharacterTest, type RegexpNode, readIRegexp } from "./i-regexp-reader.ts";

/**
 * An I-Regexp (RFC 9485) ready to be used. Nothing is ever tried twice: work grows with the length of the text times
 * that of the pattern, whatever both are.
 */
export interface IRegexp {
  readonly kind: "regexp";
  /** Whether the pattern is the whole of a text. */
  readonly matches: (text: string) => boolean;
  /** Whether the pattern is some part of a text. */
  readonly isFoundIn: (text: string) => boolean;
}

/** A pattern, or what is wrong with it and at which UTF-16 unit. */
export type IRegexpReading =
  | { readonly kind: "regexp"; readonly regexp: IRegexp }
  | { readonly kind: "malformed"; readonly offset: number; readonly reason: string };

/** Reads a pattern; one whose counts make it too long to be tried is refused too. `"a.*"` → a regexp that matches `abc` */
export function createIRegexp(text: string): IRegexpReading {
  const reading = readIRegexp(text);
  if (reading.kind === "malformed") return reading;
  const machine = asMachine(reading.root);
  if (machine === undefined)
    return { kind: "malformed", offset: 0, reason: "The pattern repeats too much to be tried" };
  return {
    kind: "regexp",
    regexp: {
      kind: "regexp",
      matches: (given) => matches(machine, given),
      isFoundIn: (given) => isFoundIn(machine, given),
    },
  };
}

/** A pattern takes at most so many steps to be taken apart; each repetition counts as often as it is asked for. */
const MOST_STEPS = 4000;

/** States by their number (K. Thompson, 1968). One with a test leads on where a character passes it, another at once. */
interface Machine {
  readonly start: number;
  readonly tests: readonly (CharacterTest | undefined)[];
  readonly nexts: readonly (readonly number[])[];
}

/** The state at which the pattern has been found. */
const END = 0;

/** Undefined where the pattern is too long. */
function asMachine(root: RegexpNode): Machine | undefined {
  const tests: (CharacterTest | undefined)[] = [undefined];
  const nexts: number[][] = [[]];
  let steps = 0;
  const add = (leadsTo: number[], test?: CharacterTest): number => {
    nexts.push(leadsTo);
    return tests.push(test) - 1;
  };
  /** The state from which `node` is looked for, after which `next` is. Once there were too many steps, any state does. */
  const build = (node: RegexpNode, next: number): number => {
    if (++steps > MOST_STEPS) return next;
    switch (node.kind) {
      case "character":
        return add([next], node.isIn);
      case "sequence":
        return node.parts.reduceRight((after, part) => build(part, after), next);
      case "choice":
        return add(node.parts.map((part) => build(part, next)));
      case "repeat":
        return repeat(node, next);
    }
  };
  const repeat = ({ part, least, most }: Extract<RegexpNode, { kind: "repeat" }>, next: number): number => {
    let at = next;
    if (most === Infinity) {
      const again: number[] = [];
      at = add(again);
      again.push(build(part, at), next);
    } else {
      for (let count = least; count < most; count++) at = add([build(part, at), next]);
    }
    for (let count = 0; count < least; count++) at = build(part, at);
    return at;
  };
  const start = build(root, END);
  return steps > MOST_STEPS ? undefined : { start, tests, nexts };
}

function matches(machine: Machine, text: string): boolean {
  const states = new StateSet(machine);
  states.enter(machine.start);
  for (const character of text) {
    states.step(character.codePointAt(0) ?? 0);
    if (states.isEmpty()) return false;
  }
  return states.isAtEnd();
}

function isFoundIn(machine: Machine, text: string): boolean {
  const states = new StateSet(machine);
  states.enter(machine.start);
  for (const character of text) {
    if (states.isAtEnd()) return true;
    states.step(character.codePointAt(0) ?? 0);
    states.enter(machine.start);
  }
  return states.isAtEnd();
}

/** All states in which a machine may be after some characters, each once. */
class StateSet {
  readonly #machine: Machine;
  /** In which turn a state was entered last. */
  readonly #turns: Int32Array;
  #turn = 1;
  #waiting: number[] = [];

  constructor(machine: Machine) {
    this.#machine = machine;
    this.#turns = new Int32Array(machine.nexts.length);
  }

  isEmpty(): boolean {
    return this.#waiting.length === 0 && !this.isAtEnd();
  }

  isAtEnd(): boolean {
    return this.#turns[END] === this.#turn;
  }

  /** Enters a state, and those to which it leads without a character. */
  enter(first: number): void {
    const open = [first];
    for (let state = open.pop(); state !== undefined; state = open.pop()) {
      if (this.#turns[state] === this.#turn) continue;
      this.#turns[state] = this.#turn;
      if (this.#machine.tests[state] === undefined) open.push(...(this.#machine.nexts[state] ?? []));
      else this.#waiting.push(state);
    }
  }

  step(codePoint: number): void {
    const before = this.#waiting;
    this.#waiting = [];
    this.#turn++;
    for (const state of before) {
      if (this.#machine.tests[state]?.(codePoint) === true) this.enter(this.#machine.nexts[state]?.[0] ?? END);
    }
  }
}
