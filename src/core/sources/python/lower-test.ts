import type { PythonTest } from "#core/model/python-facts.ts";
import type { SyntaxNode } from "#core/syntax/create-syntax.ts";
import { partsOf, type SourceText } from "../source-text.ts";
import { lowerExpression } from "./lower-expression.ts";

const NAMES = new Set(["identifier", "attribute"]);

/** The condition of an `if` where it asks one name or attribute and nothing else. */
export function lowerTest(condition: SyntaxNode | null, source: SourceText): PythonTest | undefined {
  if (!condition) return undefined;
  if (condition.type === "named_expression") return lowerTest(condition.childForFieldName("name"), source);
  if (NAMES.has(condition.type)) return { of: lowerExpression(condition, source), holdsFor: "true" };
  const [first, second] = partsOf(condition);
  if (!first || !NAMES.has(first.type)) return undefined;
  if (condition.type === "not_operator") return { of: lowerExpression(first, source), holdsFor: "false" };
  if (condition.type !== "comparison_operator" || second?.type !== "none") return undefined;
  const between = source.text.slice(first.endIndex, second.startIndex).trim();
  if (!/^is(?:\s+not)?$/.test(between)) return undefined;
  return { of: lowerExpression(first, source), holdsFor: between === "is" ? "none" : "some" };
}
