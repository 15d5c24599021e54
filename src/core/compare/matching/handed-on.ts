import { idsOf, type ScalarPair, textsOf } from "../allowances/scalar-pair.ts";
import type { Tally } from "../tally.ts";
import { joinTexts } from "./ids-in-texts.ts";
import type { IdRenaming } from "./renaming-ids.ts";

/** Whether two scalars of one type that are not written alike are what a scenario hands on, each side its own; they count as loosened. */
export function areHandedOn(pair: ScalarPair, tally: Tally): boolean {
  const { handedOn } = tally.renaming;
  if (handedOn === undefined) return false;
  const texts = textsOf(pair);
  const isSame =
    handedOn.goesWith(...idsOf(pair)) || (texts !== undefined && isSameButHandedOn(...texts, tally.renaming));
  if (!isSame) return false;
  tally.compared -= 2;
  tally.loosened += 2;
  return true;
}

/** Whether two texts differ in nothing but what a scenario hands on: as a whole, or within, as in `/api/nodes/7f3a?from=2`. */
export function isSameButHandedOn(python: string, rust: string, { handedOn }: IdRenaming): boolean {
  if (handedOn === undefined || python === rust) return false;
  if (handedOn.goesWith(JSON.stringify(python), JSON.stringify(rust))) return true;
  return joinTexts(python, rust, { renaming: handedOn, mayJoin: () => false }) === "passes";
}
