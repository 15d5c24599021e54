import type { Frame, Left, Machine } from "../../values/machine.ts";

/** Notes that the call has returned, or the loop went on, under the conditions at hand, so that what follows knows. */
export function noteLeft({ conditions }: Machine, { left }: Frame, how: Left["how"]): void {
  left?.push({ how, conditions: [...conditions] });
}

/**
 * Runs the body of a loop once an item. What a `continue` leaves out is the rest of the body; what a `break` leaves out is
 * the other items as well; neither is anything to what follows the loop.
 */
export function runLoop<T>(
  machine: Machine,
  frame: Frame,
  items: Iterable<T>,
  run: (item: T, frame: Frame) => boolean,
): Looped {
  const left = frame.left ?? [];
  const inner: Frame = { ...frame, left };
  const before = left.length;
  const outer = machine.conditions.length;
  let hasReturned = false;
  let isBroken = false;
  runInTurn(machine, inner, items, (item) => {
    const start = left.length;
    const conditions = machine.conditions.length;
    const hasEnded = run(item, inner);
    if (left.length === start) return false;
    const met = left.slice(start).filter((each) => each.conditions.length === conditions);
    isBroken = met.some(({ how }) => how === "break");
    hasReturned = hasEnded && !isBroken && met.some(({ how }) => how === "return");
    removeLeft(left, start, "continue");
    return isBroken || hasReturned;
  });
  const breaks = left.slice(before).filter(({ how }) => how === "break");
  removeLeft(left, before, "break");
  const conditions = conditionsOf(breaks.map((each) => each.conditions.slice(outer)));
  return { hasReturned, breaks: isBroken && breaks.length === 1 ? "surely" : conditions };
}

/** How a loop ended: whether a `return` was surely met, and the conditions under which a `break` was. */
interface Looped {
  readonly hasReturned: boolean;
  readonly breaks: readonly string[] | "surely";
}

function removeLeft(left: Left[], from: number, how: Left["how"]): void {
  const kept = left.slice(from).filter((each) => each.how !== how);
  left.splice(from, left.length, ...kept);
}

/**
 * Runs steps one after the other until one surely returned, which `run` says. What follows one in which the call may have
 * returned runs only where it did not: `if x: return` puts `not (x)` over all that comes after it.
 */
export function runInTurn<T>(
  machine: Machine,
  { left }: Frame,
  steps: Iterable<T>,
  run: (step: T) => boolean,
): boolean {
  const { conditions } = machine;
  const outer = conditions.length;
  try {
    for (const step of steps) {
      const before = left?.length ?? 0;
      if (run(step)) return true;
      if (!left || left.length === before) continue;
      const own = left.slice(before).map((each) => each.conditions.slice(conditions.length));
      const met = conditionsOf(own);
      if (met.length > 0) conditions.push(noneOf(met));
    }
    return false;
  } finally {
    conditions.splice(outer);
  }
}

/** Each once; that none of those before was met goes without saying. */
function conditionsOf(returns: readonly (readonly string[])[]): readonly string[] {
  const met: string[] = [];
  for (const conditions of returns) {
    const condition = both(conditions.filter((each) => !met.some((before) => noneOf([before]) === each)));
    if (condition !== "" && !met.includes(condition)) met.push(condition);
  }
  return met;
}

function both(conditions: readonly string[]): string {
  const [only = ""] = conditions;
  if (conditions.length === 1) return only;
  return conditions.map((each) => (/ or /.test(each) ? `(${each})` : each)).join(" and ");
}

/** `["not x"]` → `x` */
export function noneOf(conditions: readonly string[]): string {
  const [only = ""] = conditions;
  if (conditions.length === 1 && only.startsWith("except ")) return "the import succeeds";
  const denied = /^not ([\w.]+)$/.exec(only)?.[1];
  return conditions.length === 1 && denied !== undefined ? denied : `not (${conditions.join(" or ")})`;
}
