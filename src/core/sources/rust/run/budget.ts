import type { RustFunction } from "#core/model/sources/rust-facts.ts";

/** What no start-up of a server comes near; a project beyond it is cut off with a finding. */
export const MAX_STEPS = 3_000_000;
/** What a call may take without coming upon a router: from this on, half as much with each call further down. */
const MAX_FRUITLESS_STEPS = 40_000;
const MIN_FRUITLESS_STEPS = 1000;

/** Counts steps and says where to stop: most of what a server does before it serves has nothing to do with routers. */
export interface Budget {
  /** Counts a step; false where no further one may be taken. */
  step(): boolean;
  /** Runs a call; undefined where it was broken off, as it took many steps and came upon no router. */
  ofCall<T>(declaration: RustFunction, body: () => T): T | undefined;
  /** A router was made or used. */
  noteRouter(): void;
  isCutOff(): boolean;
}

interface Call {
  readonly declaration: RustFunction;
  readonly start: number;
  readonly own: number;
}

export function createBudget(): Budget {
  let steps = 0;
  let lastRouter = 0;
  const calls: Call[] = [];
  let broken: Call | undefined;
  /** Functions that were broken off within the outermost call, by how far down: there they would be again. */
  const fruitless = new Map<RustFunction, number>();

  return {
    step: () => {
      steps += 1;
      const call = calls.at(-1);
      if (!broken && call && steps - Math.max(call.start, lastRouter) > call.own) {
        broken = call;
        fruitless.set(call.declaration, calls.length);
      }
      return steps < MAX_STEPS && broken === undefined;
    },
    ofCall: (declaration, body) => {
      const depth = calls.length + 1;
      // An outermost call comes to the same whatever was called before.
      if (depth === 1) fruitless.clear();
      if (broken || (fruitless.get(declaration) ?? Infinity) <= depth) return undefined;
      // What is followed from outside has no limit of its own.
      const own = depth === 1 ? Infinity : Math.max(MIN_FRUITLESS_STEPS, MAX_FRUITLESS_STEPS >> (depth - 2));
      const call = { declaration, start: steps, own };
      calls.push(call);
      const result = body();
      calls.pop();
      const isBroken = broken === call;
      if (isBroken) broken = undefined;
      return isBroken ? undefined : result;
    },
    noteRouter: () => {
      lastRouter = steps;
    },
    isCutOff: () => steps >= MAX_STEPS,
  };
}
