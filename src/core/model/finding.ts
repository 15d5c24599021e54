import type { EndpointKey } from "./endpoint.ts";
import type { Place } from "./place.ts";

export type FindingSeverity = "error" | "warning" | "information";

/**
 * Something about the user's project that deserves a look. A finding is data; its sentence is made from
 * `code` and `facts` in one place, `core/report/finding-text.ts`.
 */
export interface Finding {
  readonly code: string;
  readonly severity: FindingSeverity;
  readonly place?: Place;
  readonly endpoint?: EndpointKey;
  readonly facts: Readonly<Record<string, string | number>>;
}

/** The code of a mark that "Set Up…" and `portolan init` left: the line is a guess. */
export const FILL_IN = "project-fill-in";

/** Nothing is run while a finding of the project file or a case file is such: it would prove less than it says. */
export function stopsRuns({ severity, code }: Finding): boolean {
  return severity === "error" || code === FILL_IN;
}
