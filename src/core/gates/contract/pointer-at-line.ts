import type { JsonNode } from "#core/text/json/json-node.ts";
import { elementsOf, membersOf, parseJsonTree } from "#core/text/json/json-tree.ts";
import { createLines } from "#core/text/lines.ts";

/**
 * The JSON pointer (RFC 6901) to the innermost value of a JSON text that begins in a line or goes on in it; lines count from 1, and a
 * member begins with its name. Empty where nothing stands there.
 */
export function pointerAtLine(text: string, line: number): string {
  const lines = createLines(text);
  const start = lines.offsetAt({ line: line - 1, character: 0 });
  const offset = start + (/^\s*/.exec(text.slice(start, lines.offsetAt({ line, character: 0 })))?.[0].length ?? 0);
  let node = parseJsonTree("document.json", text).root;
  let pointer = "";
  while (node !== undefined) {
    const inner: readonly [string, JsonNode] | undefined = partsOf(node).find(([, part]) => {
      return (part.name?.[0] ?? part.start) <= offset && offset < part.end;
    });
    if (inner === undefined) return pointer;
    pointer += `/${inner[0].replaceAll("~", "~0").replaceAll("/", "~1")}`;
    node = inner[1];
  }
  return pointer;
}

function partsOf(node: JsonNode): readonly (readonly [string, JsonNode])[] {
  return [...membersOf(node), ...elementsOf(node).map((part, at) => [String(at), part] as const)];
}
