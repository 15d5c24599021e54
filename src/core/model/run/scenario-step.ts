/** Where an answer has a value that later steps use. */
export type CaptureSource =
  /** A JSON path (RFC 9535) to one value of the body. */
  | { readonly kind: "answer"; readonly path: string }
  /** In lower case. */
  | { readonly kind: "header"; readonly name: string }
  | { readonly kind: "cookie"; readonly name: string };

/** A value of an answer that later steps use as `${name}`, each side its own. */
export interface Capture {
  readonly name: string;
  readonly source: CaptureSource;
}

/** A request that is sent again until its answer is the one that is waited for; all that is given must hold. */
export interface Polling {
  readonly status?: readonly number[];
  /** A filter over the answer's body (RFC 9535). */
  readonly answer?: string;
  readonly limitMs: number;
}

/** What makes a case a step of a scenario. In its target, headers and body `${name}` stands for a captured value, and `$${name}` for itself. */
export interface ScenarioStep {
  /** The scenario's id. */
  readonly scenario: string;
  readonly captures: readonly Capture[];
  readonly until?: Polling;
}
