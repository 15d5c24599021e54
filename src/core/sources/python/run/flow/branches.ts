import type { PythonExpression, PythonStatement } from "#core/model/sources/python-facts.ts";
import { BranchNames, joinBranches } from "../../values/branch-names.ts";
import { expressionText } from "../../values/expression-text.ts";
import { placeOf, underCondition, type Frame, type Machine } from "../../values/machine.ts";
import { likelyOutcomeOf, mayBeOtherwise, outcomeOf } from "./conditions.ts";

/** Conditions that say which interpreter or tool reads the file, not whether a route exists. */
const ALWAYS = /^(?:not\s+)?(?:typing\.)?TYPE_CHECKING$|^__name__\s*==|^True$|^sys\.version_info/;

/** Runs the branches of an `if`, but for those that are known not to be taken. True where all that may run returned. */
export function executeIf(
  machine: Machine,
  { branches, otherwise, at }: Extract<PythonStatement, { kind: "if" }>,
  frame: Frame,
): boolean {
  const before = frame.scope.names;
  const ended: boolean[] = [];
  const after: BranchNames[] = [];
  /** The branch that runs where all is left as source has it; none as soon as source does not tell. */
  let likely: BranchNames | "none" | undefined;
  const run = (
    body: readonly PythonStatement[],
    condition: string | undefined,
    mayBeTaken: boolean | undefined,
  ): void => {
    const names = new BranchNames(before);
    frame.scope.names = names;
    const hasEnded = underCondition(machine, condition, () => machine.execute(body, frame));
    ended.push(hasEnded);
    if (mayBeTaken !== false) likely ??= mayBeTaken ? names : "none";
    // A branch that returned leaves nothing behind for what follows.
    if (!hasEnded) after.push(names);
    frame.scope.names = before;
  };
  const skip = (body: readonly PythonStatement[], condition: string): void => {
    machine.noteSkipped(body);
    if (machine.undecided.has(body)) run(body, condition, false);
  };
  const open: string[] = [];
  let isDecided = false;
  let isCertain = false;
  for (const { condition, test, body } of branches) {
    if (test && !isDecided) runWithin(machine, test, frame);
    const known: boolean | undefined = isDecided || condition === "False" ? false : outcomeOf(machine, test, frame);
    if (known === undefined && isKept(test, body)) continue;
    if (known === false) {
      if (mayBeOtherwise(test, frame)) skip(body, condition);
      continue;
    }
    isDecided = known === true;
    const isAlways = ALWAYS.test(condition);
    isCertain ||= isAlways;
    if (!isDecided && !isAlways) open.push(condition);
    run(
      body,
      isAlways || (isDecided && open.length === 0) ? undefined : isDecided ? `not (${open.join(" or ")})` : condition,
      known ?? likelyOutcomeOf(machine, test, frame),
    );
  }
  const conditions = open.join(" or ");
  if (isDecided && otherwise && branches.some(({ test }) => mayBeOtherwise(test, frame))) {
    skip(otherwise, `not (${branches.map(({ condition }) => condition).join(" or ")})`);
  }
  if (!isDecided) {
    if (otherwise) run(otherwise, isCertain || open.length === 0 ? undefined : `not (${conditions})`, true);
    else if (!isCertain || ended.every(Boolean)) {
      const untouched = new BranchNames(before);
      after.push(untouched);
      likely ??= untouched;
    }
  }
  joinBranches(before, after, likely === "none" ? undefined : likely, {
    reason: `depends on \`${conditions}\``,
    place: placeOf(frame, at),
  });
  return after.length === 0;
}

/** `if register(app, router):` registers before it asks. Other calls of conditions say only what is not known. */
function runWithin(machine: Machine, test: PythonExpression, frame: Frame): void {
  if (test.kind === "not") runWithin(machine, test.of, frame);
  if (test.kind === "binary") for (const side of [test.left, test.right]) runWithin(machine, side, frame);
  if (test.kind !== "call" || (test.callee.kind !== "name" && test.callee.kind !== "member")) return;
  const callee = machine.evaluate(test.callee, frame);
  if (callee.kind === "function" && callee.declaration.mentionsRoutes) machine.evaluate(test, frame);
}

/** `if key in APPS: return APPS[key]`: what an earlier call has made, and so nothing new. */
function isKept(test: PythonExpression | undefined, body: readonly PythonStatement[]): boolean {
  const [only] = body;
  if (!test || body.length !== 1 || only?.kind !== "return" || !only.value) return false;
  const { value } = only;
  const isAsked = value.kind === "call" && value.callee.kind === "member" && value.callee.name === "get";
  const from = isAsked ? value.callee : value;
  const kept = from.kind === "item" || (isAsked && from.kind === "member") ? from.of : from;
  if (kept.kind !== "name" && kept.kind !== "member") return false;
  return asksOf(test, expressionText(kept));
}

function asksOf(test: PythonExpression, text: string): boolean {
  if (test.kind === "not") return asksOf(test.of, text);
  if (test.kind === "binary") return asksOf(test.left, text) || asksOf(test.right, text);
  return (test.kind === "name" || test.kind === "member") && expressionText(test) === text;
}
