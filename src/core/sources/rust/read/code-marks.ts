import type { SyntaxNode } from "#core/syntax/create-syntax.ts";
import { partsOf } from "../../source-text.ts";

/** What `#[cfg(…)]` says, or undefined where it is not there or holds in every build. */
export function conditionOf(attributeNodes: readonly SyntaxNode[]): string | undefined {
  const conditions = attributeNodes
    .map((node) => /^#\[\s*cfg\s*\(([\s\S]*)\)\s*\]$/.exec(node.text)?.[1]?.replaceAll(/\s+/g, " ").trim())
    .filter((text) => text !== undefined && !/^not\s*\(\s*test\s*\)$/.test(text));
  return conditions.length > 0 ? `cfg(${conditions.join(", ")})` : undefined;
}

/** A body that has no answer yet: it ends in `todo!()` or `unimplemented!()`, or says nothing but 501. */
export function isStub(body: SyntaxNode): boolean {
  const statements = body.type === "block" ? partsOf(body) : [body];
  const last = statements.at(-1);
  if (!last) return false;
  if (/^(?:(?:std|core)::)?(?:todo|unimplemented)!\s*[([{]/.test(last.text)) return true;
  return statements.length === 1 && /\bNOT_IMPLEMENTED\b/.test(last.text) && !/\b(?:if|match|else)\b/.test(last.text);
}
