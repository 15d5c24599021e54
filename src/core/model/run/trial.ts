import type { Side } from "../endpoint.ts";

/** What is tried of a project file, of a side or of what both need. */
export type TrialStep = "project file" | "network" | "base" | "environment files" | "build" | "start" | "database";

/** How a step went. */
export interface TrialResult {
  readonly side?: Side;
  readonly step: TrialStep;
  /** The sentence that says what to do, as a run would; absent where the step worked. */
  readonly failure?: string;
}
