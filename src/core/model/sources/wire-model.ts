import type { Place } from "../place.ts";

/** What a type in source is in JSON, as far as a pointer can be followed through it. */
export type WireType =
  /** A class, struct or enumeration of the project: a key of `Models`. */
  | { readonly kind: "model"; readonly id: string }
  /** A JSON array of one type. */
  | { readonly kind: "list"; readonly of: WireType }
  /** A JSON array with a type for each item. */
  | { readonly kind: "tuple"; readonly items: readonly WireType[] }
  /** A JSON object with free names. */
  | { readonly kind: "dictionary"; readonly of: WireType }
  /** One of several. What may be absent or null is the union of its type alone. */
  | { readonly kind: "union"; readonly options: readonly WireType[] }
  /** Numbers, texts, and what source does not tell. */
  | { readonly kind: "other" };

/** A member of a model that is written to JSON, or read from it. */
export interface WireField {
  /** As source spells it. */
  readonly name: string;
  /** As JSON spells it when it is written: alias, `rename`, `rename_all`. */
  readonly wireName: string;
  /** As JSON may spell it when it is read, where that differs. */
  readonly readNames?: readonly string[];
  readonly type: WireType;
  /** The type as source has it. */
  readonly typeText: string;
  /** May be left out of a request: it has a default. */
  readonly isDefaulted: boolean;
  /** May be null: `Optional`, `| None`, `Option`. */
  readonly isOptional: boolean;
  /** Its own fields stand in the place of the field (serde's `flatten`). */
  readonly isFlattened?: boolean;
  /** Of the field's name. */
  readonly place: Place;
}

/** A type of the project that is written as JSON: a pydantic class, a dataclass, a serde struct or enumeration. */
export interface WireModel {
  /** Unique on its side: `app/schemas.py#UserOut`. */
  readonly id: string;
  readonly name: string;
  /** Of the name. */
  readonly place: Place;
  /** Inherited fields first. An externally tagged enumeration has a field a variant. */
  readonly fields: readonly WireField[];
  /** What stands in its place: a `RootModel`, a newtype, the variants of an untagged enumeration. */
  readonly root?: WireType;
}

/** Models by id. */
export type Models = ReadonlyMap<string, WireModel>;

/** A type that a route names, e.g. what it answers with. */
export interface ModelRef {
  /** As source has it: `list[UserOut]`. */
  readonly text: string;
  readonly place: Place;
}
