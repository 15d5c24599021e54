import type { Place } from "#core/model/place.ts";

/** A value of a JSON or YAML document. */
export interface JsonNode {
  readonly kind: "object" | "array" | "string" | "number" | "boolean" | "null";
  /** The document that it stands in. */
  readonly tree: JsonTree;
  readonly start: number;
  readonly end: number;
  /** Where the name stands, if the node is the value of an object's member. */
  readonly name?: readonly [start: number, end: number];
  /** A string's text, any other scalar as JSON spells it, no digit lost; empty for the rest. */
  readonly text: string;
  /** Of an object, in the document's order, each name once. */
  readonly members: ReadonlyMap<string, JsonNode>;
  /** Of an array. */
  readonly items: readonly JsonNode[];
}

/** A JSON or YAML text with the place of each of its parts. */
export interface JsonTree {
  readonly file: string;
  readonly format: "JSON" | "YAML";
  readonly root: JsonNode | undefined;
  /** Where the text is not what it should be. */
  readonly errors: readonly { readonly message: string; readonly place: Place }[];
  /** The place of a stretch of the text, by offsets. */
  at(start: number, end: number): Place;
}

/** What the two parsers give. */
export interface ParsedNodes {
  readonly root: JsonNode | undefined;
  readonly errors: readonly { readonly message: string; readonly start: number; readonly end: number }[];
}
