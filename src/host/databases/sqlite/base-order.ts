/** What the process that makes a base is told, as one line of JSON. */
export interface BaseOrder {
  /** Absolute path of the database, which does not exist yet. */
  readonly location: string;
  readonly scripts: readonly { readonly file: string; readonly text: string }[];
}

/** What it answers, a line each. `isFull`: the disk has no room. */
export type BaseAnswer =
  | { readonly kind: "begun"; readonly file: string }
  | { readonly kind: "refused"; readonly file: string; readonly message: string; readonly isFull: boolean }
  | { readonly kind: "made" };
