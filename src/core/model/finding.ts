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
