import type { HintSubject } from "./hint-subject.ts";

/** One cause of differences: `sentence` says why and the usual mend where it is sure, and nothing otherwise. */
export interface HintRow {
  readonly code: string;
  readonly sentence: (subject: HintSubject) => string | undefined;
}
