import type { SyntaxNode } from "#core/syntax/create-syntax.ts";
import { partsOf } from "../../source-text.ts";

/** One block of `cfg_if! { if #[cfg(a)] { … } else { … } }`. */
export interface CfgArm {
  /** As an attribute would say it: `cfg(a)`, `cfg(not(a))`. */
  readonly condition: string;
  readonly isTest: boolean;
  /** What stands between its braces, and where in the text that the node is of. */
  readonly text: string;
  readonly start: number;
}

/** The blocks of a call of the crate `cfg_if` (docs.rs, "cfg-if"); none where it is not written as one. */
export function readCfgIf(call: SyntaxNode): readonly CfgArm[] {
  const tokens = partsOf(call).findLast(({ type }) => type === "token_tree");
  const arms: CfgArm[] = [];
  const before: string[] = [];
  let pending: string | undefined;
  for (const tree of (tokens ? partsOf(tokens) : []).filter(({ type }) => type === "token_tree")) {
    const inside = tree.text.slice(1, -1);
    if (!tree.text.startsWith("{")) {
      pending = /^\s*cfg\s*\(([\s\S]*)\)\s*$/.exec(inside)?.[1]?.replaceAll(/\s+/g, " ").trim();
      continue;
    }
    const condition = pending === undefined ? `cfg(not(${anyOf(before)}))` : `cfg(${pending})`;
    arms.push({ condition, isTest: pending === "test", text: inside, start: tree.startIndex + 1 });
    if (pending !== undefined) before.push(pending);
    pending = undefined;
  }
  return arms;
}

function anyOf(conditions: readonly string[]): string {
  return conditions.length === 1 ? conditions.join("") : `any(${conditions.join(", ")})`;
}
