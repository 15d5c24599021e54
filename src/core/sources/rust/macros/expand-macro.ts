import type { RustExpression, RustItem, RustMacroRule } from "#core/model/sources/rust-facts.ts";
import type { Crate } from "../crates/module.ts";
import { placeOf, type Frame, type Machine } from "../values/machine.ts";
import { META, REPETITIONS } from "./macro-rules.ts";
import { setName } from "../run/names.ts";
import { resolve } from "../crates/resolve.ts";
import type { Resolved } from "../crates/resolved.ts";
import type { Argument, Value } from "../values/values.ts";

type MacroRules = Extract<RustItem, { kind: "macro-rules" }>;
type MacroCall = Extract<RustExpression, { kind: "macro" }>;

/** A macro of the project by its name: in scope by path, or by `#[macro_use]` from anywhere in the crate. */
export function findMacro(machine: Machine, name: string, frame: Frame): MacroRules | undefined {
  const found: Resolved | undefined = resolve(machine.crates, frame.module, [name], frame.type);
  if (found?.kind === "macro") return found.module.macros.get(name);
  return found ? undefined : inCrate(machine, frame.module.crate, name);
}

function inCrate(machine: Machine, crate: Crate, name: string): MacroRules | undefined {
  const module = crate.modules.find(({ macros }) => macros.has(name));
  if (module) machine.crates.note(module.file);
  return module?.macros.get(name);
}

/** Runs the rule that fits as a function of its variables; undefined where none is simple enough. */
export function expandMacro(
  machine: Machine,
  macro: MacroRules,
  call: MacroCall,
  args: readonly Argument[],
  frame: Frame,
): Value | undefined {
  const rule = macro.rules.find((each) => fits(each, args.length));
  if (!rule?.body || !rule.variables) return undefined;
  const { fixed, repeated } = rule.variables;
  const values = new Map<string, Value>();
  for (const [index, name] of fixed.entries()) {
    const given = args[index];
    if (given) values.set(`${META}${name}`, given.value);
  }
  const repetitions: Value[] = [];
  for (let start = fixed.length; repeated.length > 0 && start < args.length; start += repeated.length) {
    const items = args.slice(start, start + repeated.length).map(({ value }) => value);
    repetitions.push({ kind: "list", items });
  }
  values.set(REPETITIONS, { kind: "list", items: repetitions });
  const names = { values, parent: frame.names };
  const result = machine.evaluate(rule.body, { ...frame, names, at: frame.at ?? placeOf(frame, call.at) });
  for (const [index, name] of fixed.entries()) setBack(call.args[index], values.get(`${META}${name}`), frame);
  return result;
}

/** What a macro gives to a variable that it was handed, its caller has as well. */
function setBack(argument: RustExpression | undefined, value: Value | undefined, frame: Frame): void {
  if (argument?.kind !== "path" || argument.segments.length !== 1 || !value) return;
  setName(frame.names, argument.segments[0] ?? "", value);
}

function fits({ variables }: RustMacroRule, count: number): boolean {
  if (!variables) return false;
  const { fixed, repeated } = variables;
  if (repeated.length === 0) return count === fixed.length;
  return count >= fixed.length && (count - fixed.length) % repeated.length === 0;
}
