import { memberOf, textIn, type JsonNode, type JsonTree } from "#core/text/json-tree.ts";

/** What a local reference (`#/components/…`, RFC 6901) leads to; undefined where it leads nowhere or in a circle. */
export function followReference(document: JsonTree, node: JsonNode | undefined): JsonNode | undefined {
  let current = node;
  for (let step = 0; step < 30; step += 1) {
    const reference = textIn(memberOf(current, "$ref"));
    if (reference === undefined) return current;
    if (!reference.startsWith("#")) return undefined;
    current = nodeAt(document, reference.slice(1));
  }
  return undefined;
}

function nodeAt(document: JsonTree, pointer: string): JsonNode | undefined {
  const names = pointer
    .split("/")
    .slice(1)
    .map((part) => decodePart(part));
  let current = document.root;
  for (const name of names) {
    current = current?.type === "array" ? current.children?.[Number(name)] : memberOf(current, name);
  }
  return current;
}

function decodePart(part: string): string {
  const unescaped = part.replaceAll("~1", "/").replaceAll("~0", "~");
  try {
    return decodeURIComponent(unescaped);
  } catch (error) {
    // A percent sign that encodes nothing stands for itself.
    if (error instanceof URIError) return unescaped;
    throw error;
  }
}
