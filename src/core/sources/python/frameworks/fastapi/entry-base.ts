import type { Place } from "#core/model/place.ts";
import { NO_FACTS, type DeclaredFacts } from "../../values/declared-facts.ts";
import type { Machine } from "../../values/machine.ts";
import type { Argument } from "../../values/values.ts";

/** What all entries have that are added now, under the conditions at hand. */
export function entryBase(
  machine: Machine,
  place: Place,
  path: Argument | undefined,
  by: string,
): {
  place: Place;
  path: Argument | undefined;
  by: string;
  conditional?: string;
  declared: DeclaredFacts;
} {
  const conditional = machine.conditions.join(" and ");
  return { place, path, by, ...(conditional && { conditional }), declared: NO_FACTS };
}
