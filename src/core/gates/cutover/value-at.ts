import { pointerNames } from "#core/text/json/json-pointer.ts";
import { elementsOf, jsonTextOf, memberOf, parseJsonTree, textIn } from "#core/text/json/json-tree.ts";

/** The text, or the number as it is written, at a JSON pointer (RFC 6901); undefined where the text is not JSON or has none there. */
export function valueAt(text: string, pointer: string): string | undefined {
  let node = parseJsonTree("answer", text).root;
  for (const name of pointerNames(pointer)) node = memberOf(node, name) ?? elementsOf(node)[Number(name)];
  return node === undefined ? undefined : (textIn(node) ?? jsonTextOf(node));
}
