import type { RustExpression, RustPattern, RustTest } from "#core/model/sources/rust-facts.ts";
import { noteNamed, placeOf, underCondition, type Frame, type Machine } from "../values/machine.ts";
import { bindPattern, findName, joinValues } from "./names.ts";
import { resolve } from "../crates/resolve.ts";
import { decidingValue, knownText, unknown, type Names, type Value } from "../values/values.ts";

/** Runs the statements of a block in order. */
export function evaluateBlock(
  machine: Machine,
  expression: Extract<RustExpression, { kind: "block" }>,
  frame: Frame,
): Value {
  const inner: Frame = { ...frame, names: { values: new Map(), uses: new Map(), parent: frame.names } };
  const tails: Value[] = [];
  for (const statement of expression.body) {
    if (statement.kind === "item") {
      if (statement.item.kind === "constant") {
        inner.names.values.set(statement.item.name, machine.evaluate(statement.item.value, inner));
      }
      if (statement.item.kind === "function") {
        const declaration = statement.item;
        inner.names.values.set(declaration.name, { kind: "function", declaration, module: frame.module });
      }
      if (statement.item.kind === "use") bindUse(machine, statement.item, inner);
      continue;
    }
    const value = statement.value;
    const evaluated = value && underCondition(machine, statement.condition, () => machine.evaluate(value, inner));
    if (statement.kind === "evaluate" && statement.isTail && evaluated) tails.push(evaluated);
    if (statement.kind !== "let" || !evaluated || !value) continue;
    if (evaluated.kind === "router") noteNamed(machine, evaluated.router, frame);
    const before =
      statement.condition !== undefined &&
      statement.pattern.kind === "name" &&
      findName(inner.names, statement.pattern.name);
    bindPattern(
      statement.pattern,
      before ? joinValues([before, evaluated]) : evaluated,
      inner.names,
      placeOf(frame, value.at),
    );
  }
  return joinValues(tails);
}

function bindUse(
  machine: Machine,
  { path, as }: { readonly path: readonly string[]; readonly as: string },
  frame: Frame,
): void {
  if (as === "*") return;
  frame.names.uses?.set(as, path);
  const found = resolve(machine.crates, frame.module, path, frame.type);
  if (found?.kind === "function" || found?.kind === "external") frame.names.values.set(as, found);
}

type Branches = Extract<RustExpression, { kind: "branches" }>;

/** Runs each option on the names as they were and joins what they leave behind. */
export function evaluateBranches(
  machine: Machine,
  expression: Extract<RustExpression, { kind: "branches" }>,
  frame: Frame,
): Value {
  const before = snapshotNames(frame.names);
  const after: ReturnType<typeof snapshotNames>[] = [];
  const results: Value[] = [];
  let isDecided = false;
  const on = expression.on && machine.evaluate(expression.on, frame);
  const decides = on && expression.on && isName(expression.on);
  for (const option of expression.options) {
    const { condition, test, binds, pattern, body } = option;
    const known: boolean | undefined = isDecided
      ? false
      : decides && pattern
        ? armOutcome(pattern, on, option.isGuarded === true)
        : outcomeOf(machine, test, frame);
    if (known === false) continue;
    isDecided = known === true;
    restoreNames(before);
    const inner: Frame = binds || pattern ? { ...frame, names: { values: new Map(), parent: frame.names } } : frame;
    if (pattern && on && expression.on) bindPattern(pattern, on, inner.names, placeOf(frame, expression.on.at));
    if (binds) {
      const place = placeOf(frame, binds.value.at);
      bindPattern(binds.pattern, machine.evaluate(binds.value, frame), inner.names, place);
    }
    const shown = isDecided || isLastOf(expression, body, after.length) ? undefined : condition;
    results.push(underCondition(machine, shown, () => machine.evaluate(body, inner)));
    after.push(snapshotNames(frame.names));
  }
  if (!expression.isComplete && !isDecided) after.push(before);
  restoreNames(before);
  for (const [index, { names }] of before.entries()) {
    for (const name of names.values.keys()) {
      const values = after.map((each) => each[index]?.copy.get(name)).filter((value) => value !== undefined);
      names.values.set(name, joinValues(values));
    }
  }
  return joinValues(results);
}

/** `mode`, `mode.as_str()` */
function isName(on: RustExpression): boolean {
  if (on.kind === "method" && on.args.length === 0 && AS_TEXT.has(on.name)) return isName(on.of);
  return on.kind === "path" && on.segments.length === 1;
}

const AS_TEXT = new Set(["as_str", "as_ref", "as_deref", "deref", "to_string", "clone"]);

/** Whether a text that is known is empty, or what is surely known is equal, as the condition asks. */
function outcomeOf(machine: Machine, test: RustTest | undefined, frame: Frame): boolean | undefined {
  if (!test) return undefined;
  const of = machine.evaluate(test.of, frame);
  if (test.kind === "empty") {
    const text = knownText(of);
    return text === undefined ? undefined : (text === "") === test.isSo;
  }
  const [one, other] = [decidingValue(of), decidingValue(machine.evaluate(test.to, frame))];
  return one === undefined || other === undefined || typeof one !== typeof other
    ? undefined
    : (one === other) === test.isSo;
}

/** Whether an arm is the one of a variant, a text or a number that is surely known. */
function armOutcome(pattern: RustPattern, value: Value, isGuarded: boolean): boolean | undefined {
  const fits = patternFits(pattern, value);
  return fits === true && isGuarded ? undefined : fits;
}

function patternFits(pattern: RustPattern, value: Value): boolean | undefined {
  const deciding = decidingValue(value);
  return deciding === undefined ? variantFits(pattern, value) : literalFits(pattern, deciding);
}

function literalFits(pattern: RustPattern, value: string | number): boolean | undefined {
  switch (pattern.kind) {
    case "any":
    case "name":
      return true;
    case "literal":
      return pattern.value === value;
    case "or":
      return anyFits(pattern.options.map((option) => literalFits(option, value)));
    case "path":
    case "fields":
    case "list":
    case "other":
  }
  return undefined;
}

function anyFits(outcomes: readonly (boolean | undefined)[]): boolean | undefined {
  if (outcomes.includes(true)) return true;
  return outcomes.every((each) => each === false) ? false : undefined;
}

function variantFits(pattern: RustPattern, value: Value): boolean | undefined {
  // `Method::GET`
  const variant = value.kind === "external" ? value.path.at(-1) : value.kind === "instance" ? value.variant : undefined;
  if (variant === undefined) return undefined;
  switch (pattern.kind) {
    case "any":
    case "name":
      return true;
    case "path":
      return pattern.path.at(-1) === variant;
    case "fields":
      if (pattern.path.at(-1) !== variant) return false;
      return pattern.fields.every(([, inner]) => inner.kind === "any" || inner.kind === "name") ? true : undefined;
    case "or":
      return anyFits(pattern.options.map((option) => variantFits(option, value)));
    case "literal":
    case "list":
    case "other":
  }
  return undefined;
}

/** The `else` of what is surely not so. */
function isLastOf({ options, isComplete }: Branches, body: RustExpression, taken: number): boolean {
  return isComplete && taken === 0 && options.length > 1 && options.at(-1)?.body === body;
}

function snapshotNames(names: Names): readonly { readonly names: Names; readonly copy: ReadonlyMap<string, Value> }[] {
  const copies: { names: Names; copy: ReadonlyMap<string, Value> }[] = [];
  for (let current: Names | undefined = names; current; current = current.parent) {
    copies.push({ names: current, copy: new Map(current.values) });
  }
  return copies;
}

function restoreNames(copies: ReturnType<typeof snapshotNames>): void {
  for (const { names, copy } of copies) for (const [name, value] of copy) names.values.set(name, value);
}

/** Runs the body once for each item; once with an unknown one where the items are not known. */
export function evaluateFor(
  machine: Machine,
  expression: Extract<RustExpression, { kind: "for" }>,
  frame: Frame,
): Value {
  const over = machine.evaluate(expression.over, frame);
  const place = placeOf(frame, expression.over.at);
  const items = over.kind === "list" ? over.items : [unknown("the loop goes over something that is not known", place)];
  for (const item of items) {
    // Loops within loops would go on long after the steps are used up.
    if (!machine.step()) break;
    const inner: Frame = { ...frame, names: { values: new Map(), parent: frame.names } };
    bindPattern(expression.pattern, item, inner.names, place);
    machine.evaluate(expression.body, inner);
  }
  return { kind: "list", items: [] };
}
