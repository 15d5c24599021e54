/** Where a change stands in one of the two documents. */
export type ContractSpot =
  /** A JSON pointer (RFC 6901) into the one that it stands in. */
  | { readonly kind: "pointer"; readonly pointer: string }
  /** What begins in a line, the first of which is 1. */
  | { readonly kind: "line"; readonly document: "base" | "revision"; readonly line: number };

/** A change of a contract that a client sees. */
export interface ContractChange {
  /** The rule that rates it: `property-removed`. */
  readonly rule: string;
  /** Whether clients break (`major`), get more (`minor`), or see no change (`patch`). */
  readonly impact: "major" | "minor" | "patch";
  /** A sentence. */
  readonly message: string;
  readonly spot: ContractSpot;
}

/**
 * Rates the changes from one OpenAPI document in JSON to another. Throws a UserError where the program that does it is not
 * installed or cannot read them.
 */
export type ContractDiff = (base: string, revision: string, signal: AbortSignal) => Promise<readonly ContractChange[]>;
