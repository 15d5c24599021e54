/** A change of a contract that a client sees. */
export interface ContractChange {
  /** The rule that rates it: `property-removed`. */
  readonly rule: string;
  /** Whether clients break (`major`), get more (`minor`), or see no change (`patch`). */
  readonly impact: "major" | "minor" | "patch";
  /** A sentence. */
  readonly message: string;
  /** In which of the two documents it stands: what was removed stands in the first. */
  readonly side: "base" | "revision";
  /** A JSON pointer (RFC 6901). */
  readonly pointer: string;
}

/** Rates the changes from one OpenAPI document in JSON to another. */
export type ContractDiff = (base: string, revision: string, signal: AbortSignal) => Promise<readonly ContractChange[]>;
