import type { RustItem } from "#core/model/rust-facts.ts";
import type { SyntaxNode } from "#core/syntax/create-syntax.ts";
import { partsOf } from "../source-text.ts";
import { deeper, rangeOf, type LowerContext } from "./lower-context.ts";
import { variablesOf } from "./macro-rules.ts";

/** More text than a table of handlers comes to; ends macros that grow. */
const MAX_LENGTH = 100_000;

type LowerItems = (parent: SyntaxNode, context: LowerContext) => readonly RustItem[];

/**
 * A macro that stands among items: the items that it comes to where the file has its rules and one is simple enough, all
 * at the place of the call; else the call itself, of which linking says what it may hide.
 */
export function expandItems(node: SyntaxNode, context: LowerContext, lowerItems: LowerItems): readonly RustItem[] {
  const call = node.type === "macro_invocation" ? node : partsOf(node)[0];
  if (call?.type !== "macro_invocation") return [];
  const name = call.childForFieldName("macro")?.text.split("::").at(-1) ?? "";
  const at = rangeOf(context, call);
  const code = expandedCode(call, name);
  if (code === undefined) return [{ kind: "macro-call", name, at }];
  const source = { ...context.source, at: () => at, range: () => at, original: textOf, isLeftOutAt: () => false };
  const items = context.withTree(code, (root) =>
    root.hasError ? undefined : lowerItems(root, { ...deeper(context), source, isOutline: false, offset: 0 }),
  );
  return items ?? [{ kind: "macro-call", name, at }];
}

function textOf(node: SyntaxNode): string {
  return node.text;
}

function expandedCode(call: SyntaxNode, name: string): string | undefined {
  const tokens = partsOf(call)
    .find(({ type }) => type === "token_tree")
    ?.text.slice(1, -1);
  if (tokens === undefined) return undefined;
  const args = splitArguments(tokens);
  for (const rule of rulesOf(call, name)) {
    const variables = variablesOf(rule.childForFieldName("left")?.text.slice(1, -1) ?? "");
    // A repetition would have to be written out; a call within the rule may go on without end.
    if (!variables || variables.repeated.length > 0 || variables.fixed.length !== args.length) continue;
    const body = rule.childForFieldName("right")?.text.slice(1, -1) ?? "";
    if (body.includes("$(") || body.includes(`${name}!`)) return undefined;
    const values = new Map(variables.fixed.map((variable, index) => [variable, args[index] ?? ""]));
    const code = body.replaceAll(/\$(\w+)/g, (whole, variable: string) => values.get(variable) ?? whole);
    return code.length > MAX_LENGTH ? undefined : code;
  }
  return undefined;
}

/** The rules of the last macro of that name in the file. */
function rulesOf(call: SyntaxNode, name: string): readonly SyntaxNode[] {
  let root = call;
  for (let parent = call.parent; parent; { parent } = parent) root = parent;
  if (!root.text.includes("macro_rules!")) return [];
  const definition = root
    .descendantsOfType("macro_definition")
    .findLast((each) => each.childForFieldName("name")?.text === name);
  return definition ? partsOf(definition).filter(({ type }) => type === "macro_rule") : [];
}

/** Splits at `,`, `;` and `=>` where no bracket is open and no text stands. */
function splitArguments(text: string): readonly string[] {
  const pieces: string[] = [""];
  let open = 0;
  for (const [token] of text.matchAll(/"(?:\\[\s\S]|[^"\\])*"|=>|[\s\S]/g)) {
    if (/^[([{]$/.test(token)) open += 1;
    if (/^[)\]}]$/.test(token)) open -= 1;
    if (open === 0 && /^(?:[,;]|=>)$/.test(token)) pieces.push("");
    else pieces.push(`${pieces.pop() ?? ""}${token}`);
  }
  const trimmed = pieces.map((piece) => piece.trim());
  return trimmed.at(-1) === "" ? trimmed.slice(0, -1) : trimmed;
}
