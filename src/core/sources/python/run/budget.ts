/** What no start-up of a server comes near; a project beyond it is cut off with a finding, not followed for ever. */
const MAX_STEPS = 3_000_000;
/** What a call that a module makes may take without coming upon a router: scripts beside a server do their work there. */
const MAX_FRUITLESS_STEPS = 25_000;
/** The same once it came upon one: looking at all routes for each that is added takes some. */
const MAX_STEPS_BETWEEN_ROUTERS = 200_000;

/** Counts steps and says where to stop. */
export interface Budget {
  /** Counts a step; false where no further one may be taken. */
  step(): boolean;
  /** Runs a call; one that a module makes is broken off where it takes many steps and comes upon no router. */
  ofCall<T>(body: () => T): T;
  /** Runs a module, which has a budget of its own, whoever imports it. */
  ofModule(body: () => void): void;
  /** Runs something that may take so many steps at the most. */
  within(own: number, body: () => void): void;
  /** Runs something that may take so many steps before it comes upon a router, and further ones as it does. */
  withinReach(own: number, body: () => void): void;
  /** A router was made or used. */
  noteRouter(): void;
  /** Steps that were taken so far. */
  spent(): number;
  /** Takes back steps of what ran once more. */
  giveBack(steps: number): void;
  /** So many steps were taken that the next machine should begin anew. */
  isHalfSpent(): boolean;
  /** How many steps were taken when the whole was cut off; undefined where it was not. */
  cutOffAfter(): number | undefined;
}

export function createBudget(): Budget {
  let steps = 0;
  let limit = MAX_STEPS;
  /** In a call that a module makes. */
  let isInCall = false;

  function under<T>(own: number, isCall: boolean, body: () => T): T {
    const outer = { limit, isInCall };
    limit = own;
    isInCall = isCall;
    const result = body();
    ({ limit, isInCall } = outer);
    return result;
  }

  return {
    step: () => {
      steps += 1;
      return steps < limit;
    },
    ofCall: (body) =>
      limit < MAX_STEPS ? body() : under(Math.min(MAX_STEPS - 1, steps + MAX_FRUITLESS_STEPS), true, body),
    ofModule: (body) => {
      const before = steps;
      const outer = limit;
      under(MAX_STEPS, false, body);
      // What a module takes is not its importer's.
      limit = Math.min(MAX_STEPS, outer + steps - before);
    },
    within: (own, body) => under(Math.min(limit, steps + own), false, body),
    withinReach: (own, body) => under(Math.min(limit, steps + own), true, body),
    noteRouter: () => {
      if (isInCall) limit = Math.min(MAX_STEPS - 1, Math.max(limit, steps + MAX_STEPS_BETWEEN_ROUTERS));
    },
    spent: () => steps,
    giveBack: (those) => {
      steps -= those;
    },
    isHalfSpent: () => steps > MAX_STEPS / 2,
    cutOffAfter: () => (steps >= MAX_STEPS ? MAX_STEPS : undefined),
  };
}
