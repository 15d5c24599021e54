import { pointerNames } from "#core/text/json/json-pointer.ts";
import type { JsonDocument } from "#core/text/json/json-document.ts";
import { ARRAY, NONE, OBJECT, ROOT, childrenOf, kindOf, memberOf } from "#core/text/json/json-document.ts";

/** The nodes that a JSON pointer (RFC 6901) leads through, from the root on; undefined where it leads nowhere. */
export function nodesAlong(document: JsonDocument, pointer: string): readonly number[] | undefined {
  const nodes: number[] = [ROOT];
  for (const token of pointerNames(pointer)) {
    const node = nodes.at(-1) ?? ROOT;
    const kind = kindOf(document, node);
    const child =
      kind === OBJECT
        ? memberOf(document, node, token)
        : kind === ARRAY
          ? childrenOf(document, node)[Number(token)]
          : NONE;
    if (child === undefined || child === NONE) return undefined;
    nodes.push(child);
  }
  return nodes;
}

/** A pointer as a path (RFC 9535), and the same for every element of the arrays on the way. `/items/0/id` → `$.items[0].id`, `$.items[*].id` */
export function pathsOf(
  document: JsonDocument,
  pointer: string,
): { readonly exact: string; readonly general: string } | undefined {
  const nodes = nodesAlong(document, pointer);
  if (nodes === undefined) return undefined;
  let exact = "$";
  let general = "$";
  for (const [at, token] of pointerNames(pointer).entries()) {
    const isElement = kindOf(document, nodes[at] ?? ROOT) === ARRAY;
    exact += isElement ? `[${token}]` : nameStep(token);
    general += isElement ? "[*]" : nameStep(token);
  }
  return { exact, general };
}

function nameStep(name: string): string {
  if (/^[A-Za-z_]\w*$/.test(name)) return `.${name}`;
  return `[${JSON.stringify(name)}]`;
}
