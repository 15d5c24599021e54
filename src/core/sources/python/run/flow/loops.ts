import type { PythonExpression, PythonStatement } from "#core/model/sources/python-facts.ts";
import { BranchNames, joinBranches } from "../../values/branch-names.ts";
import { roundOutcome } from "./conditions.ts";
import { runLoop } from "./left-early.ts";
import { charactersOf, itemsOf, placeOf, underCondition, type Frame, type Machine } from "../../values/machine.ts";
import { conditionOf } from "../targets.ts";
import { isPlain, unknown, type Value } from "../../values/values.ts";

type For = Extract<PythonStatement, { kind: "for" }>;
type While = Extract<PythonStatement, { kind: "while" }>;

/** More items of one list than any table of routers has. */
const MAX_ITEMS = 2000;

/** True where a `return` was surely met. */
export function executeFor(machine: Machine, statement: For, frame: Frame): boolean {
  const { target, over, body, otherwise } = statement;
  const list = machine.evaluate(over, frame);
  const items = itemsOf(list) ?? charactersOf(list);
  if (!items) {
    const why =
      list.kind === "unknown"
        ? list
        : unknown("the loop goes over something that is not known", placeOf(frame, over.at));
    return underCondition(machine, list.kind === "either" ? conditionOf(list.why) : undefined, () => {
      runOpenLoop(machine, statement, frame, (inner) => {
        machine.assign(target, why, inner);
        machine.execute(body, inner);
      });
      return executeElse(machine, otherwise, frame, []);
    });
  }
  const inner: Frame = { ...frame, loopNames: new Set([...(frame.loopNames ?? []), ...namesIn(target)]) };
  const condition = list.kind === "either" ? conditionOf(list.why) : undefined;
  return underCondition(machine, condition, () => {
    const { hasReturned, breaks } = runLoop(machine, inner, items.slice(0, MAX_ITEMS), (item, within) => {
      const { value, condition: own } = conditionalItem(machine, item);
      return underCondition(machine, own, () => {
        machine.assign(target, value, within);
        return machine.execute(body, within) && own === undefined;
      });
    });
    return (hasReturned && condition === undefined) || executeElse(machine, otherwise, frame, breaks);
  });
}

/** An item that is there only under a condition: it, and the condition where that is not noted already. */
function conditionalItem(
  { conditions }: Machine,
  item: Value,
): { readonly value: Value; readonly condition: string | undefined } {
  const [only] = item.kind === "either" && item.options.length === 1 ? item.options : [];
  if (item.kind !== "either" || !only) return { value: item, condition: undefined };
  const { reason } = item.why;
  const isNoted = conditions.includes(reason) || conditions.join(" and ").startsWith(reason);
  return { value: only, condition: isNoted ? undefined : reason };
}

/** `else` runs where no `break` was met. */
function executeElse(
  machine: Machine,
  otherwise: readonly PythonStatement[] | undefined,
  frame: Frame,
  breaks: readonly string[] | "surely",
): boolean {
  if (!otherwise || breaks === "surely") return false;
  const condition = breaks.length > 0 ? `not (${breaks.join(" or ")})` : undefined;
  return underCondition(machine, condition, () => machine.execute(otherwise, frame)) && condition === undefined;
}

/** More rounds than a start-up takes; ends what code ends by something that is not seen. */
const MAX_ROUNDS = 500;

/** True where a `return` was surely met. */
export function executeWhile(machine: Machine, statement: While, frame: Frame): boolean {
  const { condition, test, body, otherwise } = statement;
  const left = frame.left ?? [];
  // What the loop changes is said by its code, not by a setting.
  const inner: Frame = { ...frame, left, loopNames: new Set([...(frame.loopNames ?? []), ...namesSet(body)]) };
  const before = left.length;
  const isEndless = test?.kind === "constant" && Boolean(test.value);
  let isOpen = false;
  function* rounds(): Generator<number> {
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const outcome = roundOutcome(machine, test, inner);
      if (outcome === undefined) isOpen = true;
      // What a round may have left by a condition, or does not leave by itself, need not come to another one.
      const isLast = round > 0 && (left.length > before || (isEndless && !mayLeave(body)));
      if (outcome !== true || isLast) return;
      yield round;
    }
  }
  const { hasReturned, breaks } = runLoop(machine, inner, rounds(), (_, within) => machine.execute(body, within));
  if (hasReturned) return true;
  if (isOpen && breaks !== "surely") {
    underCondition(machine, condition, () =>
      runOpenLoop(machine, statement, inner, (within) => void machine.execute(body, within)),
    );
  }
  return executeElse(machine, otherwise, frame, breaks);
}

/** The names that statements give a value, those of functions within left out. */
function namesSet(body: readonly PythonStatement[]): readonly string[] {
  return body.flatMap((statement) => {
    if (statement.kind === "assign" || statement.kind === "extend") return namesIn(statement.target);
    if (statement.kind === "if")
      return namesSet([...statement.branches.flatMap((branch) => branch.body), ...(statement.otherwise ?? [])]);
    return statement.kind === "block" || statement.kind === "for" ? namesSet(statement.body) : [];
  });
}

function mayLeave(body: readonly PythonStatement[]): boolean {
  return body.some((statement) => {
    if (statement.kind === "leave") return statement.how === "break";
    if (statement.kind === "return") return true;
    if (statement.kind === "if")
      return statement.branches.some((branch) => mayLeave(branch.body)) || mayLeave(statement.otherwise ?? []);
    if (statement.kind === "try")
      return mayLeave([...statement.body, ...statement.handlers.flatMap((each) => each.body), ...statement.after]);
    return statement.kind === "block" && mayLeave(statement.body);
  });
}

/**
 * Runs the body of a loop of which it is not known how often it runs: once with what stands before it and, where a round
 * changes a text or a number, once more with any of them.
 */
function runOpenLoop(machine: Machine, { at }: PythonStatement, frame: Frame, run: (inner: Frame) => void): void {
  const before = frame.scope.names;
  const names = new BranchNames(before);
  frame.scope.names = names;
  machine.openLoops.push(at);
  const round = (): void => void runLoop(machine, frame, [undefined], (_, inner) => (run(inner), false));
  round();
  const place = placeOf(frame, at);
  const changed = [...names].filter(([name, value]) => {
    const old = before.get(name);
    return old !== undefined && old !== value && isPlain(old);
  });
  for (const [name] of changed) names.set(name, unknown(`\`${name}\` changes in a loop whose end is not known`, place));
  if (changed.length > 0) round();
  machine.openLoops.pop();
  frame.scope.names = before;
  joinBranches(before, [new BranchNames(before), names], names, {
    reason: "depends on how often a loop runs",
    place,
  });
}

function namesIn(target: PythonExpression): readonly string[] {
  if (target.kind === "name") return [target.name];
  if (target.kind === "spread") return namesIn(target.of);
  return target.kind === "list" ? target.items.flatMap((item) => namesIn(item)) : [];
}
