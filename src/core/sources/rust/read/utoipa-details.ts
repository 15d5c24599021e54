import type { UtoipaPath, UtoipaResponse } from "#core/model/sources/rust-facts.ts";
import type { SyntaxNode } from "#core/syntax/create-syntax.ts";
import { rangeOf, type LowerContext } from "./lower-context.ts";
import { decodeRustString } from "./string-literal.ts";

type Group = readonly SyntaxNode[];

/** What a `utoipa::path` attribute says beside methods and path; `groups` is what stands between its commas. */
export function readDetails(
  groups: readonly Group[],
  context: LowerContext,
): Pick<UtoipaPath, "tags" | "responses" | "security" | "requestBody"> {
  const requestBody = bodyIn(groups, "request_body", "content", context);
  return {
    tags: groups.flatMap((group) => tagsOf(group)),
    responses: listsOf(groups, "responses").flatMap((tokens) => responsesOf(tokens, context)),
    security: listsOf(groups, "security").flatMap((tokens) => schemesOf(tokens)),
    ...(requestBody && { requestBody: requestBody.text }),
  };
}

/** What stands between the commas of a list of tokens. */
export function splitAtCommas(tokens: SyntaxNode): readonly Group[] {
  const groups: SyntaxNode[][] = [[]];
  let depth = 0;
  for (const token of tokens.children.slice(1, -1)) {
    // Generics are not in brackets to the parser: `HashMap<String, Node>`.
    if (token.type === "<") depth += 1;
    else if (token.type === ">") depth -= 1;
    if (token.type === "," && depth <= 0) groups.push([]);
    else if (!token.isExtra) groups.at(-1)?.push(token);
  }
  return groups;
}

function tagsOf([name, equals, ...rest]: Group): readonly string[] {
  if (equals?.type !== "=" || !/^tags?$/.test(name?.text ?? "")) return [];
  return rest
    .flatMap((token) => (token.type.endsWith("string_literal") ? [token] : token.descendantsOfType("string_literal")))
    .map((literal) => decodeRustString(literal));
}

function listsOf(groups: readonly Group[], name: string): readonly SyntaxNode[] {
  return groups.flatMap(([first, second]) => (first?.text === name && second?.type === "token_tree" ? [second] : []));
}

/** `("bearer" = [], "key" = ["read"])` → the names; what each is asked for is left out. */
function schemesOf(tokens: SyntaxNode): readonly string[] {
  return splitAtCommas(tokens)
    .flatMap(([list]) => (list?.type === "token_tree" ? splitAtCommas(list) : []))
    .flatMap(([name]) => (name?.type === "string_literal" ? [decodeRustString(name)] : []));
}

function responsesOf(tokens: SyntaxNode, context: LowerContext): readonly UtoipaResponse[] {
  return splitAtCommas(tokens).flatMap(([list]) => {
    if (list?.type !== "token_tree") return [];
    const entries = splitAtCommas(list);
    const status = entries.find(([name, equals]) => name?.text === "status" && equals?.type === "=");
    if (!status) return [];
    const body = bodyIn(entries, "body", "", context);
    return [{ status: textOf(status.slice(2)).replaceAll('"', ""), ...(body && { body }) }];
  });
}

/** `body = T`, `body = inline(T)`, `request_body = T`, `request_body(content = T)`. */
function bodyIn(
  groups: readonly Group[],
  name: string,
  inner: string,
  context: LowerContext,
): UtoipaResponse["body"] | undefined {
  for (const [first, second, ...rest] of groups) {
    if (first?.text !== name) continue;
    if (second?.type === "token_tree" && inner !== "") return bodyIn(splitAtCommas(second), inner, "", context);
    if (second?.type !== "=") continue;
    const [word, argument] = rest;
    const shown = word?.text === "inline" && argument?.type === "token_tree" ? argument.children.slice(1, -1) : rest;
    const [start] = shown;
    if (start) return { text: textOf(shown), at: rangeOf(context, start) };
  }
  return undefined;
}

function textOf(tokens: Group): string {
  return tokens.map((token) => token.text).join("");
}
