import type { Place } from "../place.ts";
import type { Side } from "../endpoint.ts";

export const DIFFERENCE_CLASSES = [
  "status",
  "header",
  "missing",
  "extra",
  "null-against-missing",
  "type",
  "value",
  "spelling",
  "precision",
  "key-order",
  "element-order",
  "moved",
  "duplicate-key",
  "escape",
  "encoding",
  "not-json",
] as const;

/**
 * What sort of disagreement it is. `missing` is absent in Rust, `extra` absent in Python; `spelling` is the same
 * value written otherwise (`1e-05`, `0.00001`).
 */
export type DifferenceClass = (typeof DIFFERENCE_CLASSES)[number];

/** How much it matters to a client: `cosmetic` differences are reported and do not fail a case. */
export type Severity = "breaking" | "changed" | "additive" | "cosmetic";

/** Why two sides probably disagree, and the usual mend; one sentence. */
export interface Hint {
  readonly code: string;
  readonly text: string;
}

/** One place where two exchanges disagree. */
export interface Difference {
  readonly class: DifferenceClass;
  readonly severity: Severity;
  readonly part: "status" | "header" | "body" | "effect";
  /** JSON pointers (RFC 6901) into the two bodies or the two effects on the database, or the header's name; a side on which it is absent has none. */
  readonly pointers: Readonly<Partial<Record<Side, string>>>;
  /** Of a value in an effect: the key of its row, `id = 7`, Python's where there are two. */
  readonly row?: string;
  /** Both values as they were written, cut where they are long; absent where the side has none. */
  readonly values: Readonly<Partial<Record<Side, string>>>;
  /** The two are only known not to be written alike: the time for comparing was up before they were looked into. */
  readonly isCoarse?: true;
  /** Each side did the same here when it was sent the case again from the same state: no clock and no random id. */
  readonly isRepeated?: true;
  readonly hint?: Hint;
  /** The Rust field and the Python field that wrote it, where the index knows them. */
  readonly places?: Readonly<Partial<Record<Side, Place>>>;
}

/** The code of the hint for bodies of validation errors: all that differs in such a body has one cause. */
export const VALIDATION_BODY = "validation-body";
