import { type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import type { JsonNode, JsonTree, ParsedNodes } from "./json-node.ts";

const NO_MEMBERS: ReadonlyMap<string, JsonNode> = new Map();
const NO_ITEMS: readonly JsonNode[] = [];

/** Reads JSON (RFC 8259); what stands around an error is still there. Of a name that stands twice the first counts. */
export function jsonNodes(tree: JsonTree, text: string): ParsedNodes {
  const problems: ParseError[] = [];
  const parsed = parseTree(text, problems, { disallowComments: true, allowTrailingComma: false });
  const errors = problems.map(({ error, offset, length }) => ({
    message: printParseErrorCode(error)
      .replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ")
      .toLowerCase(),
    start: offset,
    end: offset + length,
  }));

  function convert(node: Node, name?: Node): JsonNode {
    const { type, offset: start, length } = node;
    const base = {
      tree,
      start,
      end: start + length,
      ...(name && { name: [name.offset, name.offset + name.length] as const }),
      text: "",
      members: NO_MEMBERS,
      items: NO_ITEMS,
    };
    switch (type) {
      case "object":
        return { ...base, kind: type, members: membersOf(node) };
      case "array":
        return { ...base, kind: type, items: (node.children ?? []).map((item) => convert(item)) };
      case "string":
        return { ...base, kind: type, text: String(node.value) };
      case "property":
        return { ...base, kind: "null", text: "null" };
      case "number":
      case "boolean":
      case "null":
        return { ...base, kind: type, text: text.slice(start, start + length) };
    }
  }

  function membersOf(node: Node): ReadonlyMap<string, JsonNode> {
    const members = new Map<string, JsonNode>();
    for (const property of node.children ?? []) {
      const [name, value] = property.children ?? [];
      if (!name || !value) continue;
      const key = String(name.value);
      if (!members.has(key)) members.set(key, convert(value, name));
      else {
        const end = name.offset + name.length;
        errors.push({ message: `\`${key}\` stands here twice, the first one counts`, start: name.offset, end });
      }
    }
    return members;
  }

  return { root: parsed && convert(parsed), errors };
}
