import { readTokens, textOfTokens, type Token } from "./macro-tokens.ts";

/** Macros of the crates `paste` and `pastey`, which are written alike. */
export const PASTES = new Set(["paste", "item"]);

/** What stands in `paste! { … }` with its names put together: `[<get_ $x:snake>]` → `get_node` (docs.rs, "paste"). */
export function pasteNames(text: string): string | undefined {
  const tokens = readTokens(text);
  return tokens && textOfTokens(tokens.map((token) => paste(token)));
}

function paste(token: Token): Token {
  if (token.kind === "token") return token;
  const { open, tokens, space } = token;
  const [first, last] = [tokens[0], tokens.at(-1)];
  const isName = open === "[" && first?.kind === "token" && first.text === "<" && last?.kind === "token";
  if (!isName || last.text !== ">") return { ...token, tokens: tokens.map((each) => paste(each)) };
  let name = "";
  let piece = "";
  let isCase = false;
  for (const each of tokens.slice(1, -1)) {
    const word = each.kind === "token" ? each.text.replaceAll(/^r#|^"|"$/g, "") : "";
    if (isCase) piece = CASES.get(word)?.(piece) ?? piece;
    else if (word !== ":") {
      name += piece;
      piece = word;
    }
    isCase = word === ":";
  }
  return { kind: "token", text: name + piece, space };
}

const CASES: ReadonlyMap<string, (text: string) => string> = new Map([
  ["lower", (text: string) => text.toLowerCase()],
  ["upper", (text: string) => text.toUpperCase()],
  ["snake", (text: string) => text.replaceAll(/(?<=[a-z\d])(?=[A-Z])/g, "_").toLowerCase()],
  ["camel", (text: string) => text.replaceAll(/(?:^|_)([a-z\d])/g, (_, letter: string) => letter.toUpperCase())],
]);
