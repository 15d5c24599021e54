import type { Place } from "../place.ts";
import type { Case } from "./case.ts";

/** Cases in an order, each a step, that hand values on and run on one state. */
export interface Scenario {
  readonly id: string;
  readonly name: string;
  /** What makes the state that the steps need: sent to both sides, and not compared. */
  readonly setUp: readonly Case[];
  readonly steps: readonly Case[];
  /** Where its name is written. */
  readonly place: Place;
}
