import {
  ARRAY,
  type JsonDocument,
  NUMBER,
  OBJECT,
  ROOT,
  STRING,
  childrenOf,
  kindOf,
  nameOf,
  rawOf,
  stringOf,
} from "#core/text/json/json-document.ts";

/** The JavaScript value that JSON.parse would give: of a repeated name the last value, numbers as doubles. */
export function jsonValueOf(document: JsonDocument, node: number = ROOT): unknown {
  switch (kindOf(document, node)) {
    case OBJECT:
      return Object.fromEntries(
        childrenOf(document, node).map((child) => [nameOf(document, child), jsonValueOf(document, child)]),
      );
    case ARRAY:
      return childrenOf(document, node).map((child) => jsonValueOf(document, child));
    case STRING:
      return stringOf(document, node);
    case NUMBER:
      return Number(rawOf(document, node));
    default:
      return JSON.parse(rawOf(document, node));
  }
}
