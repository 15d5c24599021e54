/** What a value is in JSON, as far as a Rust type can be made for it. */
export type StubType =
  | { readonly kind: "text" | "boolean" | "number" | "uuid" | "any" }
  | { readonly kind: "integer"; readonly bits: 32 | 64 }
  | { readonly kind: "list" | "map" | "nullable"; readonly of: StubType }
  /** One of `StubTypes.models`, by name. */
  | { readonly kind: "model"; readonly name: string };

/** A member of a JSON object. */
export interface StubField {
  /** As JSON spells it. */
  readonly wireName: string;
  readonly type: StubType;
  /** It is always there; a value that is written is there unless the contract says otherwise. */
  readonly isRequired: boolean;
  /** What a porter has to know of its wire form; a sentence. */
  readonly note?: string;
}

export type StubModel =
  | { readonly kind: "struct"; readonly name: string; readonly fields: readonly StubField[] }
  /** A text that is one of these. */
  | { readonly kind: "enum"; readonly name: string; readonly values: readonly string[] };

/** A type, and the models that it holds, the outermost first. */
export interface StubTypes {
  readonly type: StubType;
  readonly models: readonly StubModel[];
}

/** What is said of texts whose form counts. */
export const NOTES = {
  time: "A time, written as Python writes it.",
  date: "A date: `2024-03-01`.",
  duration: "A length of time, written as Python writes it.",
  decimal: "A decimal number as a text, with all its digits.",
} as const;
