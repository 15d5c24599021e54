import type { PythonStatement, PythonTest } from "#core/model/python-facts.ts";
import { BranchNames, joinBranches } from "./branch-names.ts";
import { placeOf, underCondition, type Frame, type Machine } from "./machine.ts";
import type { Value } from "./values.ts";

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
  const run = (body: readonly PythonStatement[], condition: string | undefined): void => {
    const names = new BranchNames(before);
    frame.scope.names = names;
    const hasEnded = underCondition(machine, condition, () => machine.execute(body, frame));
    ended.push(hasEnded);
    // A branch that returned leaves nothing behind for what follows.
    if (!hasEnded) after.push(names);
    frame.scope.names = before;
  };
  const open: string[] = [];
  let isDecided = false;
  let isCertain = false;
  const isOpen = [...branches.map(({ body }) => body), otherwise].some((body) => body && machine.undecided.has(body));
  for (const { condition, test, body } of branches) {
    const known: boolean | undefined =
      isDecided || condition === "False" ? false : outcomeOf(machine, isOpen ? undefined : test, frame);
    if (known === false) {
      if (test?.of.kind === "name") machine.noteSkipped(body);
      continue;
    }
    isDecided = known === true;
    const isAlways = ALWAYS.test(condition);
    isCertain ||= isAlways;
    if (!isDecided && !isAlways) open.push(condition);
    run(
      body,
      isAlways || (isDecided && open.length === 0) ? undefined : isDecided ? `not (${open.join(" or ")})` : condition,
    );
  }
  const conditions = open.join(" or ");
  if (isDecided && otherwise) machine.noteSkipped(otherwise);
  if (!isDecided) {
    if (otherwise) run(otherwise, isCertain || open.length === 0 ? undefined : `not (${conditions})`);
    else if (!isCertain || ended.every(Boolean)) after.push(new BranchNames(before));
  }
  joinBranches(before, after, { reason: `depends on \`${conditions}\``, place: placeOf(frame, at) });
  return after.length === 0;
}

/**
 * Whether a condition holds, where it asks what the caller handed over or an object's own field. What a module says of
 * itself, as settings do, may be otherwise where the server runs.
 */
function outcomeOf(machine: Machine, test: PythonTest | undefined, frame: Frame): boolean | undefined {
  if (!test || !isHandedOver(test, frame)) return undefined;
  const value = machine.evaluate(test.of, frame);
  const isNone = value.kind === "constant" && value.value === null;
  if (value.kind === "unknown" || value.kind === "either" || value.kind === "external") return undefined;
  if (test.holdsFor === "none") return isNone;
  if (test.holdsFor === "some") return !isNone;
  const truth = truthOf(value);
  return truth === undefined ? undefined : truth === (test.holdsFor === "true");
}

/** What is true whatever it holds. */
const ALWAYS_TRUE: ReadonlySet<Value["kind"]> = new Set(["router", "function", "class", "module"]);

function truthOf(value: Value): boolean | undefined {
  if (value.kind === "constant") return Boolean(value.value);
  return ALWAYS_TRUE.has(value.kind) ? true : undefined;
}

function isHandedOver({ of }: PythonTest, { scope, self }: Frame): boolean {
  if (!scope.parent) return false;
  if (of.kind === "name") return scope.names.has(of.name);
  return (
    of.kind === "member" && of.of.kind === "name" && self?.kind === "instance" && scope.names.get(of.of.name) === self
  );
}
