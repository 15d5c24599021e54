import type { JsonDocument } from "#core/text/json/json-document.ts";
import { NONE, ROOT, childrenOf, memberOf, stringOf } from "#core/text/json/json-document.ts";
import { cut, valueText } from "../bodies/value-text.ts";

/** Root, table, list of rows, row. */
const ROW_LEVEL = 3;

/**
 * The key of the row in which a value of an effect lies, for a reader: `node_id = 7, tag = "x"`. Undefined for what is
 * no value of a row, and where the table has no key.
 */
export function rowKey(effect: JsonDocument, node: number): string | undefined {
  const path: number[] = [];
  for (let at = node; at !== NONE && at > ROOT; at = effect.parents[at] ?? ROOT) path.unshift(at);
  const [table, , row] = path;
  if (table === undefined || row === undefined || path.length <= ROW_LEVEL) return undefined;
  const key = memberOf(effect, table, "key");
  const names = key === NONE ? [] : childrenOf(effect, key).map((name) => stringOf(effect, name));
  const members = names.flatMap((name) => {
    const member = memberOf(effect, row, name);
    if (member === NONE) return [];
    return [`${name} = ${valueText(effect, member) ?? ""}`];
  });
  return members.length === 0 ? undefined : cut(members.join(", "));
}
