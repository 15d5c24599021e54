import type { ContractSpot } from "#core/ports/contract-diff.ts";
import { pointerToken } from "#core/text/json/json-pointer.ts";
import type { JsonNode } from "#core/text/json/json-node.ts";
import { elementsOf, membersOf, parseJsonTree } from "#core/text/json/json-tree.ts";
import { createLines } from "#core/text/lines.ts";

/**
 * Gives the JSON pointer (RFC 6901) of a spot in one of two documents, JSON texts. Of a line it is the one to the innermost
 * value that begins in it or goes on in it, and a member begins with its name; empty where nothing stands there.
 */
export function spotPointers(documents: Readonly<Record<"base" | "revision", string>>): (spot: ContractSpot) => string {
  const known = new Map<string, (line: number) => string>();
  return (spot) => {
    if (spot.kind === "pointer") return spot.pointer;
    const pointerAt = known.get(spot.document) ?? linePointers(documents[spot.document]);
    known.set(spot.document, pointerAt);
    return pointerAt(spot.line);
  };
}

function linePointers(text: string): (line: number) => string {
  const lines = createLines(text);
  const { root } = parseJsonTree("document.json", text);
  return (line) => {
    const start = lines.offsetAt({ line: line - 1, character: 0 });
    const offset = start + (/^\s*/.exec(text.slice(start, lines.offsetAt({ line, character: 0 })))?.[0].length ?? 0);
    let node = root;
    let pointer = "";
    while (node !== undefined) {
      const inner: readonly [string, JsonNode] | undefined = partsOf(node).find(([, part]) => {
        return (part.name?.[0] ?? part.start) <= offset && offset < part.end;
      });
      if (inner === undefined) return pointer;
      pointer += `/${pointerToken(inner[0])}`;
      node = inner[1];
    }
    return pointer;
  };
}

function partsOf(node: JsonNode): readonly (readonly [string, JsonNode])[] {
  return [...membersOf(node), ...elementsOf(node).map((part, at) => [String(at), part] as const)];
}
