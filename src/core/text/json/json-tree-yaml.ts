import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, parseDocument, type Scalar } from "yaml";
import type { JsonNode, JsonTree, ParsedNodes } from "./json-node.ts";
import { numberText } from "../yaml/yaml-json.ts";

const NO_MEMBERS: ReadonlyMap<string, JsonNode> = new Map();
const NO_ITEMS: readonly JsonNode[] = [];

/**
 * Reads one YAML 1.2 document with the core schema (`no` and `2024-01-01` are text) and merge keys (`<<`). An alias is the
 * very value that it names, so that a short text stays a small tree; one that names what it stands in is null. What
 * stands around an error is still there. Of a key that stands twice the first counts.
 */
export function yamlNodes(tree: JsonTree, text: string): ParsedNodes {
  const parsed = parseDocument(text, { schema: "core", prettyErrors: false, uniqueKeys: false });
  // One broken line makes the rest of the text look broken; the other errors tell nothing new.
  const errors = parsed.errors
    .slice(0, 1)
    .map(({ message, pos }) => ({ message: message.replace(/\.$/, ""), start: pos[0], end: pos[1] }));
  const anchors = new Map<string, JsonNode | undefined>();

  function convert(written: Node | undefined, offset: number, name?: JsonNode["name"]): JsonNode {
    const [start, valueEnd] = written?.range ?? [offset, offset];
    const base = {
      tree,
      start,
      // A block value ends with its line break; the last thing that can be seen is what an editor should mark.
      end: start + text.slice(start, valueEnd).trimEnd().length,
      ...(name && { name }),
      text: "",
      members: NO_MEMBERS,
      items: NO_ITEMS,
    };
    const nothing: JsonNode = { ...base, kind: "null", text: "null" };
    if (!written) return nothing;
    if (isAlias(written)) {
      const named = anchors.get(written.source);
      if (named) return name ? { ...named, name } : named;
      const message = `\`*${written.source}\` names nothing that stands before it`;
      errors.push({ message, start: base.start, end: base.end });
      return nothing;
    }
    // Until it is whole, an anchor names nothing: no circle can come about.
    const anchor = isMap(written) || isSeq(written) || isScalar(written) ? written.anchor : undefined;
    if (anchor !== undefined) anchors.set(anchor, undefined);
    const node = ((): JsonNode => {
      if (isMap(written)) return { ...base, kind: "object", members: membersOf(written.items, start) };
      if (isSeq(written)) {
        return { ...base, kind: "array", items: written.items.map((item) => convert(asNode(item), base.end)) };
      }
      return isScalar(written) ? { ...base, ...scalar(written) } : nothing;
    })();
    if (anchor !== undefined) anchors.set(anchor, node);
    return node;
  }

  function membersOf(pairs: readonly Pair[], start: number): ReadonlyMap<string, JsonNode> {
    const members = new Map<string, JsonNode>();
    const merged: JsonNode[] = [];
    for (const pair of pairs) {
      const key = asNode(pair.key);
      const [keyStart, keyEnd] = key?.range ?? [start, start];
      if (!isScalar(key)) {
        errors.push({ message: "a key must be plain text", start: keyStart, end: keyEnd });
        continue;
      }
      const name = typeof key.value === "string" ? key.value : (key.source ?? "");
      const value = convert(asNode(pair.value), keyEnd, [keyStart, keyEnd]);
      if (name === "<<") merged.push(...(value.kind === "array" ? value.items : [value]));
      else if (!members.has(name)) members.set(name, value);
      else {
        const message = `\`${name}\` stands here twice, the first one counts`;
        errors.push({ message, start: keyStart, end: keyEnd });
      }
    }
    for (const { members: inherited } of merged) {
      for (const [name, value] of inherited) if (!members.has(name)) members.set(name, value);
    }
    return members;
  }

  return { root: parsed.contents ? convert(parsed.contents, 0) : undefined, errors };
}

function asNode(value: unknown): Node | undefined {
  return isAlias(value) || isMap(value) || isSeq(value) || isScalar(value) ? value : undefined;
}

function scalar({ value, source = "" }: Scalar): Pick<JsonNode, "kind" | "text"> {
  if (typeof value === "string") return { kind: "string", text: value };
  if (typeof value === "boolean") return { kind: "boolean", text: String(value) };
  // `.inf` and `.nan` are nothing that JSON can say.
  const isNumber = typeof value === "number" && !Number.isNaN(value) && !/inf/i.test(source);
  return isNumber ? { kind: "number", text: numberText({ value, source }) } : { kind: "null", text: "null" };
}
