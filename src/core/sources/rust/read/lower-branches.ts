import type { RustExpression } from "#core/model/sources/rust-facts.ts";
import type { SyntaxNode } from "#core/syntax/create-syntax.ts";
import { partsOf } from "../../source-text.ts";
import { rangeOf, type Lower, type LowerContext } from "./lower-context.ts";
import { lowerPattern } from "./lower-pattern.ts";

type BranchOption = Extract<RustExpression, { kind: "branches" }>["options"][number];

/** `if`, `else if` and `else` as branches; `lower` takes over what stands in them. */
export function lowerIf(node: SyntaxNode, context: LowerContext, lower: Lower): RustExpression {
  const options: BranchOption[] = [];
  let current: SyntaxNode | null = node;
  let passed = "";
  while (current?.type === "if_expression") {
    const test = current.childForFieldName("condition");
    const condition = oneLine(test?.text ?? "");
    const body = lowerField(current, "consequence", context, lower);
    options.push({ condition, ...lowerTest(test, context, lower), ...lowerLet(test, context, lower), body });
    passed = passed === "" ? condition : `${passed} or ${condition}`;
    const clause: SyntaxNode | null = current.childForFieldName("alternative");
    current = clause && (partsOf(clause)[0] ?? null);
  }
  if (current) options.push({ condition: `not (${passed})`, body: lower(current, context) });
  return { kind: "branches", options, isComplete: current !== null, at: rangeOf(context, node) };
}

/** `if path.is_empty()`, which is how a prefix is asked whether there is one; `if kind == "users"`. */
function lowerTest(node: SyntaxNode | null, context: LowerContext, lower: Lower): Pick<BranchOption, "test"> {
  const operator = node?.type === "binary_expression" ? node.childForFieldName("operator")?.type : undefined;
  if (node && (operator === "==" || operator === "!=")) {
    const [of, to] = [lowerField(node, "left", context, lower), lowerField(node, "right", context, lower)];
    // Other comparisons would have code followed that has nothing to do with routes.
    const isPlain = [of, to].some(({ kind }) => kind === "text" || kind === "number");
    return isPlain ? { test: { kind: "equal", of, to, isSo: operator === "==" } } : {};
  }
  if (!node || !/^!?[\w.]+\.is_empty\(\)$/.test(node.text)) return {};
  const isSo = !node.text.startsWith("!");
  const call = isSo ? node : partsOf(node)[0];
  const method = call?.childForFieldName("function");
  return method ? { test: { kind: "empty", of: lowerField(method, "value", context, lower), isSo } } : {};
}

/** `if let Some(x) = value` */
function lowerLet(node: SyntaxNode | null, context: LowerContext, lower: Lower): Pick<BranchOption, "binds"> {
  if (node?.type !== "let_condition") return {};
  const pattern = lowerPattern(node.childForFieldName("pattern"));
  return { binds: { pattern, value: lowerField(node, "value", context, lower) } };
}

/** The arms of a `match` as branches. */
export function lowerMatch(node: SyntaxNode, context: LowerContext, lower: Lower): RustExpression {
  const on = oneLine(node.childForFieldName("value")?.text ?? "");
  const body = node.childForFieldName("body");
  const options = (body ? partsOf(body) : [])
    .filter((arm) => arm.type === "match_arm")
    .map((arm): BranchOption => {
      const pattern = arm.childForFieldName("pattern");
      const isGuarded = pattern?.childForFieldName("condition") && { isGuarded: true as const };
      return {
        condition: armCondition(on, oneLine(pattern?.text ?? "_")),
        pattern: lowerPattern(pattern),
        ...isGuarded,
        body: lowerField(arm, "value", context, lower),
      };
    });
  const value = lowerField(node, "value", context, lower);
  return { kind: "branches", on: value, options, isComplete: true, at: rangeOf(context, node) };
}

/** `mode is Mode::Full`; the arm that takes the rest is told as that. */
function armCondition(on: string, pattern: string): string {
  const guard = /^_ if (.*)$/.exec(pattern)?.[1];
  if (guard !== undefined) return guard;
  return pattern === "_" ? `${on} is none of the others` : `${on} is ${pattern}`;
}

function lowerField(node: SyntaxNode, field: string, context: LowerContext, lower: Lower): RustExpression {
  const child = node.childForFieldName(field);
  return child ? lower(child, context) : { kind: "unknown", what: `missing ${field}`, at: rangeOf(context, node) };
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
