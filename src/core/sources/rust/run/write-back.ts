import type { RustExpression } from "#core/model/sources/rust-facts.ts";
import { assign } from "./assign.ts";
import type { Frame, Machine } from "../values/machine.ts";
import type { Value } from "../values/values.ts";

const BY_MUTABLE_REFERENCE = /^&\s*(?:'\w+\s+)?mut\b/;

/** Whether a parameter's type says that the function may change what it is handed: `&mut Router`. */
export function isMutableReference(type: string): boolean {
  return BY_MUTABLE_REFERENCE.test(type);
}

/**
 * Gives what the last call left in its `&mut` parameters to the variables and fields that stood for them. `args` are the
 * arguments as the call has them, the receiver of a method first, and `given` what they were.
 */
export function writeBack(
  machine: Machine,
  args: readonly RustExpression[],
  given: readonly Value[],
  frame: Frame,
): void {
  for (const [index, value] of machine.takeLeft()) {
    const target = args[index];
    if (target && value !== given[index]) assign(machine, target, value, frame);
  }
}
