import type { Place } from "#core/model/place.ts";
import type { Machine } from "../values/machine.ts";
import type { Argument, Value } from "../values/values.ts";

/** Calling something of a crate that is not part of the project; undefined where no framework knows it. */
export function callExternal(
  machine: Machine,
  path: readonly string[],
  args: readonly Argument[],
  place: Place,
): Value | undefined {
  for (const model of machine.models) {
    const made = model.call(machine, path, args, place);
    if (made) return made;
  }
  return undefined;
}
