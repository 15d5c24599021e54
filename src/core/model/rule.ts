import type { EndpointKey } from "./endpoint.ts";
import type { Place } from "./place.ts";

/** How much a rule loosens: the value is not compared at all, or only its JSON type is. */
export type Allowance = "ignore" | "type only";

/** A path that is not compared, or compared more loosely, and why. */
export interface Rule {
  readonly endpoint: EndpointKey;
  /** An exact path in RFC 9535's form: names and indexes. `$.items[0].id` */
  readonly path: string;
  readonly allow: Allowance;
  readonly reason: string;
  readonly place: Place;
}

/** How often a rule applied in a run; `rule` is its index in the project. */
export interface RuleHits {
  readonly rule: number;
  readonly hits: number;
}
