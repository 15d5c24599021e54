/** How one test ended, whichever of the two suites it stands in. A failed hook counts as a failed test. */
export interface TestEvent {
  /** Its name with those of what encloses it, outermost first. */
  readonly path: readonly string[];
  readonly outcome: "passed" | "failed" | "skipped";
  readonly durationMs: number;
  /** Message and stack of a failure. */
  readonly error?: string;
}

/** What the suite in the extension host tells, in this order: each test as it ends, then once that all have. */
export type SuiteMessage = { readonly kind: "test"; readonly event: TestEvent } | { readonly kind: "ended" };
