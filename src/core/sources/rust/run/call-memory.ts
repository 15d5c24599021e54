import type { RustFunction } from "#core/model/sources/rust-facts.ts";
import type { Moments } from "../crates/moments.ts";
import { tracesWithin, type KeptCall, type RememberedCall, type Trace } from "./trace.ts";
import type { FunctionValue } from "../values/values.ts";

/** What calls without arguments came to, over the machines of a project whose code changes file by file. */
export interface CallMemory {
  /** Undefined where the call was not made, or not with as much room, or a file that had a part in it changed since. */
  find(callee: FunctionValue, conditions: readonly string[], active: readonly RustFunction[]): KeptCall | undefined;
  keep(callee: FunctionValue, conditions: readonly string[], call: RememberedCall): KeptCall;
}

export function createCallMemory(moments: Moments): CallMemory {
  const known = new WeakMap<RustFunction, KeptCall[]>();
  return {
    find(callee, conditions, active) {
      const found = known.get(callee.declaration)?.find((each) => isSameCall(each, callee, conditions));
      if (!found || !holds(found, moments)) return undefined;
      // What runs already would not be followed once more, and further down a limit is met earlier.
      if (active.length > 0) {
        if (found.trace.isLimited) return undefined;
        const traces = tracesWithin(found.trace);
        if (active.some((each) => traces.some(({ called }) => called.has(each)))) return undefined;
      }
      return found;
    },
    keep(callee, conditions, call) {
      const others = (known.get(callee.declaration) ?? []).filter((each) => !isSameCall(each, callee, conditions));
      const now = moments.now();
      const kept = { ...call, callee, conditions: [...conditions], moment: now, heldAt: now };
      known.set(callee.declaration, [...others, kept]);
      return kept;
    },
  };
}

function isSameCall({ callee, conditions }: KeptCall, other: FunctionValue, under: readonly string[]): boolean {
  return (
    callee.module === other.module &&
    callee.type === other.type &&
    conditions.length === under.length &&
    conditions.every((each, index) => each === under[index])
  );
}

/** Nothing that had a part in it changed since it was made. */
function holds(call: KeptCall, moments: Moments): boolean {
  const now = moments.now();
  if (call.heldAt === now) return true;
  if (!isCurrent(call.trace, call.moment, moments)) return false;
  call.heldAt = now;
  return true;
}

/** Of something that was worked out at `moment`: whether nothing that had a part in it changed since. */
export function isCurrent({ files, asked, inner }: Trace, moment: number, moments: Moments): boolean {
  if (!moments.isCurrent(files, moment) || !moments.isCurrent(asked.keys(), moment)) return false;
  for (const call of inner) if (!holds(call, moments)) return false;
  return true;
}
