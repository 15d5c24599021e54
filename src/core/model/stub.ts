import type { Method } from "./endpoint.ts";

/** What a stub answers with. */
export interface StubAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Empty where there is none. */
  readonly body: string;
}

/** A request that a stub knows, and what it answers. */
export interface StubRoute {
  readonly method: Method;
  /** With parameters in braces, each of which stands for one segment. */
  readonly path: string;
  /** One after the other, the last one from then on; at least one. They begin anew with each case, not with the steps of a scenario. */
  readonly answers: readonly StubAnswer[];
}

/** Stands in for a service outside, and notes what it is asked. */
export interface StubSettings {
  readonly name: string;
  /** The first that fits answers. */
  readonly routes: readonly StubRoute[];
}
