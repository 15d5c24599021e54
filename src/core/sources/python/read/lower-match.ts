import type { PythonExpression, PythonStatement } from "#core/model/sources/python-facts.ts";
import type { SyntaxNode } from "#core/syntax/create-syntax.ts";
import { partsOf, type SourceText } from "../../source-text.ts";
import { lowerExpression } from "./lower-expression.ts";

type If = Extract<PythonStatement, { kind: "if" }>;

/** A pattern as a condition; without one it always fits. */
interface Pattern {
  readonly condition?: string;
  /** Absent where nothing can be told of it. */
  readonly test?: PythonExpression;
}

/**
 * `match` as the `if` that it stands for: `case "a" | "b":` asks `subject == "a" or subject == "b"`. A name that a pattern
 * takes is the whole subject where the pattern is that name.
 */
export function lowerMatch(
  node: SyntaxNode,
  source: SourceText,
  lowerBody: (body: SyntaxNode) => readonly PythonStatement[],
): readonly PythonStatement[] {
  const subject = node.childForFieldName("subject");
  const body = node.childForFieldName("body");
  if (!subject || !body) return [];
  const branches: If["branches"][number][] = [];
  let otherwise: readonly PythonStatement[] | undefined;
  for (const clause of partsOf(body).filter(({ type }) => type === "case_clause")) {
    const pattern = partsOf(clause).find(({ type }) => type === "case_pattern");
    const consequence = clause.childForFieldName("consequence");
    const statements = [
      ...nameTaken(pattern, subject, source),
      ...(consequence ? lowerBody(consequence) : []),
    ] satisfies readonly PythonStatement[];
    const guard = clause.childForFieldName("guard");
    const { condition, test } = withGuard(patternTest(pattern, subject, source), guard && partsOf(guard)[0], source);
    if (condition === undefined) otherwise ??= statements;
    else branches.push({ condition, ...(test && { test }), body: statements });
  }
  const [only] = branches;
  if (!only) return otherwise ? [{ kind: "block", body: otherwise, at: source.at(node) }] : [];
  return [{ kind: "if", branches, ...(otherwise && { otherwise }), at: source.at(node) }];
}

function withGuard(pattern: Pattern, guard: SyntaxNode | null | undefined, source: SourceText): Pattern {
  if (!guard) return pattern;
  const test = lowerExpression(guard, source);
  if (pattern.condition === undefined) return { condition: oneLine(guard.text), test };
  const condition = `${pattern.condition} and ${oneLine(guard.text)}`;
  return pattern.test ? { condition, test: both("and", pattern.test, test) } : { condition };
}

function both(operator: "and" | "or", left: PythonExpression, right: PythonExpression): PythonExpression {
  return { kind: "binary", operator, left, right, at: left.at };
}

/** `case other:` gives the name the subject. */
function nameTaken(
  pattern: SyntaxNode | undefined,
  subject: SyntaxNode,
  source: SourceText,
): readonly PythonStatement[] {
  const inner = pattern && partsOf(pattern)[0];
  if (inner?.type === "tuple_pattern" || inner?.type === "list_pattern") return itemNames(inner, subject, source);
  const name = inner?.type === "as_pattern" ? partsOf(inner).at(-1) : isCapture(inner) ? inner : undefined;
  if (!name) return [];
  const at = source.at(name);
  const target: PythonExpression = { kind: "name", name: name.text, at };
  return [{ kind: "assign", target, value: lowerExpression(subject, source), at }];
}

/** A plain name takes whatever there is; a dotted one is a value. */
function isCapture(inner: SyntaxNode | undefined): boolean {
  return inner?.type === "dotted_name" && !inner.text.includes(".");
}

/** A pattern is a `case_pattern` around what it asks, which within `a | b` stands alone; `_` has nothing within. */
function patternTest(pattern: SyntaxNode | undefined, subject: SyntaxNode, source: SourceText): Pattern {
  const inner = pattern?.type === "case_pattern" ? partsOf(pattern)[0] : pattern;
  if (!pattern || pattern.text === "_" || isCapture(inner)) return {};
  const asked = oneLine(subject.text);
  const compare = (operator: string, value: PythonExpression): Pattern => ({
    condition: `${asked} ${operator} ${oneLine(pattern.text)}`,
    test: { kind: "binary", operator, left: lowerExpression(subject, source), right: value, at: source.at(pattern) },
  });
  // `-1`, of which the minus has no name in the grammar.
  const isNegative = pattern.text.startsWith("-");
  switch (isNegative || !inner ? "" : inner.type) {
    case "none":
    case "true":
    case "false":
      return compare("is", lowerExpression(inner ?? pattern, source));
    case "string":
    case "concatenated_string":
    case "integer":
      return compare("==", lowerExpression(inner ?? pattern, source));
    case "dotted_name":
      return compare("==", dotted(inner ?? pattern, source));
    case "as_pattern":
      return patternTest(inner && partsOf(inner)[0], subject, source);
    case "union_pattern":
      return unionTest(inner ?? pattern, subject, source);
    case "class_pattern":
    case "tuple_pattern":
    case "list_pattern": {
      const condition = `${asked} matches ${oneLine(pattern.text)}`;
      const test =
        inner &&
        (inner.type === "class_pattern" ? classTest(inner, subject, source) : itemsTest(inner, subject, source));
      return { condition, ...(test && { test }) };
    }
    default:
      return { condition: `${asked} matches ${oneLine(pattern.text)}` };
  }
}

/** `str()`; what stands between the brackets asks more than is told here. */
function classTest(pattern: SyntaxNode, subject: SyntaxNode, source: SourceText): PythonExpression | undefined {
  const [name, ...arguments_] = partsOf(pattern);
  if (!name || arguments_.length > 0) return undefined;
  return called("isinstance", [lowerExpression(subject, source), dotted(name, source)], source.at(pattern));
}

/** `("a", name)`, `["b", *rest]`: how many items there are, and those that are written out. */
function itemsTest(pattern: SyntaxNode, subject: SyntaxNode, source: SourceText): PythonExpression | undefined {
  const at = source.at(pattern);
  const of = lowerExpression(subject, source);
  const parts = partsOf(pattern);
  const starred = parts.findIndex((part) => isStarred(part));
  const length: PythonExpression = { kind: "constant", value: parts.length - (starred === -1 ? 0 : 1), at };
  const count: PythonExpression = {
    kind: "binary",
    operator: starred === -1 ? "==" : ">=",
    left: called("len", [of], at),
    right: length,
    at,
  };
  let test = both("and", called("isinstance", [of, { kind: "name", name: "list", at }], at), count);
  for (const [index, part] of parts.entries()) {
    const inner = part.type === "case_pattern" ? partsOf(part)[0] : part;
    if (!inner || isStarred(part) || isCapture(inner)) continue;
    // What stands behind the star is counted from the end.
    if (inner.type !== "string" && inner.type !== "integer") return undefined;
    const right = lowerExpression(inner, source);
    test = both("and", test, {
      kind: "binary",
      operator: "==",
      left: itemAt(of, index, starred, parts.length),
      right,
      at,
    });
  }
  return test;
}

function isStarred(part: SyntaxNode): boolean {
  return (part.type === "case_pattern" ? partsOf(part)[0] : part)?.type === "splat_pattern";
}

function itemAt(of: PythonExpression, index: number, starred: number, length: number): PythonExpression {
  const value = starred !== -1 && index > starred ? index - length : index;
  return { kind: "item", of, key: { kind: "constant", value, at: of.at }, at: of.at };
}

/** The names that the items of a sequence get: `("a", name)`. */
function itemNames(pattern: SyntaxNode, subject: SyntaxNode, source: SourceText): readonly PythonStatement[] {
  const at = source.at(pattern);
  const targets = partsOf(pattern).map((part): PythonExpression => {
    const inner = part.type === "case_pattern" ? partsOf(part)[0] : part;
    const name = inner && isStarred(part) ? partsOf(inner)[0] : isCapture(inner) ? inner : undefined;
    // No name of Python has a blank.
    const target: PythonExpression = { kind: "name", name: name?.text ?? "case _", at };
    return isStarred(part) ? { kind: "spread", of: target, at } : target;
  });
  return [
    { kind: "assign", target: { kind: "list", items: targets, at }, value: lowerExpression(subject, source), at },
  ];
}

function called(name: string, positional: readonly PythonExpression[], at: PythonExpression["at"]): PythonExpression {
  return { kind: "call", callee: { kind: "name", name, at }, positional, named: [], at };
}

function unionTest(union: SyntaxNode, subject: SyntaxNode, source: SourceText): Pattern {
  const patterns = partsOf(union).map((part) => patternTest(part, subject, source));
  const condition = patterns.map((each) => each.condition ?? "True").join(" or ");
  const tests = patterns.map(({ test }) => test).filter((test) => test !== undefined);
  const [first, ...others] = tests;
  if (!first || tests.length !== patterns.length) return { condition };
  return { condition, test: others.reduce((left, right) => both("or", left, right), first) };
}

/** `Kind.A`, which the grammar of patterns does not tell as an attribute. */
function dotted(node: SyntaxNode, source: SourceText): PythonExpression {
  const at = source.at(node);
  const [first = "", ...others] = node.text.split(".");
  return others.reduce<PythonExpression>((of, name) => ({ kind: "member", of, name, at }), {
    kind: "name",
    name: first,
    at,
  });
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
