/** A value as the database, or what stands beside it, stores it. An integer is a bigint, a number is a float, bytes are hexadecimal or, of many, their hash. */
export type StoredValue =
  | null
  | boolean
  | bigint
  | number
  | string
  | { readonly kind: "bytes"; readonly bytes: number; readonly hex: string }
  | { readonly kind: "many bytes"; readonly bytes: number; readonly sha256: string }
  /** What is compared value by value: JSON as it was written. */
  | { readonly kind: "json"; readonly text: string };

/** Values in the order of the table's columns. */
export type StoredRow = readonly StoredValue[];

/**
 * What became of the rows of one table between two states of a database. Rows are found again by their key. The files of a
 * data folder are such rows too, and what else stands beside a database.
 */
export interface TableChange {
  readonly table: string;
  /** Without generated ones, which follow from the others. */
  readonly columns: readonly string[];
  /** The columns of the primary key; none where the table has no key, and then no row counts as updated. */
  readonly key: readonly string[];
  readonly inserted: readonly StoredRow[];
  readonly updated: readonly { readonly before: StoredRow; readonly after: StoredRow }[];
  readonly deleted: readonly StoredRow[];
  /** No table, but requests in the order in which they came, which counts; they are `inserted`. */
  readonly areRequests?: true;
}

/** All tables that changed, by name; or too much to be held against another side's, or other tables than there were. */
export type DatabaseChanges =
  | { readonly kind: "changes"; readonly tables: readonly TableChange[] }
  | { readonly kind: "too many"; readonly table: string; readonly limit: number }
  | { readonly kind: "schema changed" };
