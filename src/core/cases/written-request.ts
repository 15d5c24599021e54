import type { CaseBody } from "#core/model/run/case-body.ts";
import type { Finding } from "#core/model/finding.ts";
import type { Place } from "#core/model/place.ts";
import type { WrittenPlainCase, WrittenStep } from "./case-format.ts";

/** A case or a step as it is written. */
export type WrittenRequest = WrittenPlainCase | WrittenStep["value"];

/** Tells of an error in a case. */
export type ReportCase = (code: string, range: Place["range"], facts: Finding["facts"]) => void;

/** What is sent. */
export interface RequestParts {
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: CaseBody;
  /** See `Case`. */
  readonly secrets?: readonly string[];
}
