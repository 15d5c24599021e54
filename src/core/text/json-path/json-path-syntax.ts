import type { IRegexp } from "./i-regexp.ts";

/** Which children of a node are taken. */
export type JsonSelector =
  | { readonly kind: "name"; readonly name: string }
  /** Beyond the standard: all names that are so, `*` being any characters. `*_at` */
  | { readonly kind: "names"; readonly pattern: string }
  | { readonly kind: "index"; readonly index: number }
  | { readonly kind: "wildcard" }
  | { readonly kind: "slice"; readonly start?: number; readonly end?: number; readonly step: number }
  | { readonly kind: "filter"; readonly filter: JsonFilter };

/** One step of a path: the children that any of the selectors takes, of a node, or of all that lies in it too (`..`). */
export interface JsonSegment {
  readonly isDescendant: boolean;
  readonly selectors: readonly JsonSelector[];
}

/** A path of RFC 9535; the root is a path without segments. */
export interface JsonPath {
  readonly segments: readonly JsonSegment[];
}

/** A logical expression of RFC 9535, section 2.3.5. */
export type JsonFilter =
  | { readonly kind: "or" | "and"; readonly parts: readonly JsonFilter[] }
  | { readonly kind: "not"; readonly part: JsonFilter }
  | { readonly kind: "exists"; readonly query: JsonQuery }
  | JsonTextTest
  | {
      readonly kind: "comparison";
      readonly operator: JsonOperator;
      readonly left: JsonComparable;
      readonly right: JsonComparable;
    };

/** Longer ones first, as they are looked for. */
export const JSON_OPERATORS = ["==", "!=", "<=", ">=", "<", ">"] as const;

export type JsonOperator = (typeof JSON_OPERATORS)[number];

/** A path from the node that is looked at (`@`) or from the root (`$`). */
export interface JsonQuery {
  readonly from: "@" | "$";
  readonly path: JsonPath;
}

/** `match` and `search`: whether a pattern (I-Regexp, RFC 9485) is the whole of a text, or a part of it. */
export interface JsonTextTest {
  readonly kind: "text-test";
  readonly name: "match" | "search";
  readonly text: JsonComparable;
  /** Read where the path is, or where it is used if it stands in the body. */
  readonly pattern: IRegexp | JsonComparable;
}

/** A query that takes at most one node, or a value, a number as it is written, or what a function makes of either. */
export type JsonComparable =
  | { readonly kind: "query"; readonly query: JsonQuery }
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "number"; readonly raw: string }
  | { readonly kind: "word"; readonly word: "true" | "false" | "null" }
  | { readonly kind: "length"; readonly of: JsonComparable }
  | { readonly kind: "count" | "value"; readonly query: JsonQuery };

/** Whether a path takes at most one node: it has names and indexes alone (RFC 9535, section 2.3.5.1). */
export function isSingular({ segments }: JsonPath): boolean {
  return segments.every(
    ({ isDescendant, selectors: [selector, other] }) =>
      !isDescendant && other === undefined && (selector?.kind === "name" || selector?.kind === "index"),
  );
}
