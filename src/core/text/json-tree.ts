import {
  findNodeAtLocation,
  getNodeValue,
  parseTree,
  printParseErrorCode,
  type Node,
  type ParseError,
} from "jsonc-parser";
import type { Json } from "#core/model/operation.ts";
import type { Place, Range } from "#core/model/place.ts";
import { createLines, withoutByteOrderMark } from "./lines.ts";

/** A node of a JSON text. */
export type JsonNode = Node;

/** A JSON text with the place of each of its parts. */
export interface JsonTree {
  readonly file: string;
  readonly root: Node | undefined;
  /** Where the text is not JSON. */
  readonly errors: readonly { readonly message: string; readonly place: Place }[];
  placeOf(node: Node): Place;
  /** Of the name of a member, where the node is its value. */
  namePlaceOf(node: Node): Place;
}

/** Parses a JSON document (RFC 8259) as far as it can be understood. */
export function parseJsonTree(file: string, text: string): JsonTree {
  const shown = withoutByteOrderMark(text);
  const lines = createLines(shown);
  const errors: ParseError[] = [];
  const root = parseTree(shown, errors, { disallowComments: true, allowTrailingComma: false });
  const place = (range: Range): Place => ({ file, range });
  return {
    file,
    root,
    errors: errors.map(({ error, offset, length }) => ({
      message: printParseErrorCode(error)
        .replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ")
        .toLowerCase(),
      place: place(lines.rangeOf(offset, offset + length)),
    })),
    placeOf: (node) => place(lines.rangeOf(node.offset, node.offset + node.length)),
    namePlaceOf: (node) => {
      const name = node.parent?.type === "property" ? (node.parent.children?.[0] ?? node) : node;
      return place(lines.rangeOf(name.offset, name.offset + name.length));
    },
  };
}

/** The member of an object, or undefined where there is none. */
export function memberOf(node: Node | undefined, name: string): Node | undefined {
  return node?.type === "object" ? findNodeAtLocation(node, [name]) : undefined;
}

/** The members of an object in their order. */
export function membersOf(node: Node | undefined): readonly (readonly [name: string, value: Node])[] {
  if (node?.type !== "object") return [];
  return (node.children ?? []).flatMap((property): (readonly [string, Node])[] => {
    const [name, value] = property.children ?? [];
    return name && value ? [[String(name.value), value]] : [];
  });
}

export function elementsOf(node: Node | undefined): readonly Node[] {
  return node?.type === "array" ? (node.children ?? []) : [];
}

export function textIn(node: Node | undefined): string | undefined {
  return node?.type === "string" && typeof node.value === "string" ? node.value : undefined;
}

export function isTrue(node: Node | undefined): boolean {
  return node?.type === "boolean" && node.value === true;
}

export function jsonOf(node: Node): Json {
  return toJson(getNodeValue(node));
}

function toJson(value: unknown): Json {
  if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean")
    return value;
  if (Array.isArray(value)) return value.map((each) => toJson(each));
  if (typeof value !== "object") return null;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, toJson(each)]));
}
