import type { EndpointKey, Method } from "../endpoint.ts";
import type { CaseBody } from "./case-body.ts";
import type { StreamLimit } from "./exchange.ts";
import type { Place } from "../place.ts";
import type { ScenarioStep } from "./scenario-step.ts";

/** A made-up value in a path, in whose place one may be sent that a list of the base has. */
export interface MadeUpId {
  readonly parameter: string;
  /** The segment of the path that is the value: 2 in `/nodes/1`. */
  readonly segment: number;
  /** What the list's target has behind the segments before it: a slash, a query; mostly nothing. */
  readonly ending: string;
}

/** One request to send to both sides. */
export interface Case {
  /** Unique in its endpoint; stable from run to run. */
  readonly id: string;
  readonly endpoint: EndpointKey;
  readonly name: string;
  readonly method: Method;
  /** Path and query, percent-encoded, ready to send: `/api/nodes?limit=2`. */
  readonly target: string;
  /** A name may come several times. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: CaseBody;
  /** The caller's secrets that its target, headers and body name as `${secret:NAME}`, and that are filled in when it is sent. */
  readonly secrets?: readonly string[];
  /** The name of who sends it, with the side's own login; absent where nobody is logged in. */
  readonly identity?: string;
  /**
   * The statuses that Python may answer; anything else makes the case `failed`. Where nothing is expected, the answers are compared
   * whatever they are, and the case shows that the endpoint works only where Python answered 2xx or 3xx.
   */
  readonly expect?: readonly number[];
  /** May change the database: the seed is restored before it. */
  readonly isWriting: boolean;
  /** It is a step of a scenario: the state is not put back before it, and values of earlier answers go into it. */
  readonly step?: ScenarioStep;
  /** The test that it was recorded in: what its fixtures made is not in the seed. */
  readonly test?: string;
  /** Made from the contract: nobody asked for it. */
  readonly isUnasked?: true;
  /** Made up from what the endpoint takes. */
  readonly isGenerated?: true;
  /** Of its path, in their order. */
  readonly madeUpIds?: readonly MadeUpId[];
  /** Until when the answer is read, where it is a stream. */
  readonly stream?: StreamLimit;
  /** Where it was written down: the case file or the contract's operation. */
  readonly place: Place;
}
