import type { HintSubject } from "./hint-subject.ts";

/** One way in which a Python server and its port to Rust silently differ. */
export interface HintRow {
  readonly code: string;
  /** What it is about, in a few words. */
  readonly gap: string;
  /**
   * What it looks like in two answers, and what to do: says why and the usual mend where the values are evidence of the
   * cause, and nothing otherwise. Where two causes would look the same, it names both.
   */
  readonly sentence: (subject: HintSubject) => string | undefined;
}
