import { endOfToken } from "../read/skip-token.ts";

/** A token of a macro's input, or a bracketed group of them (The Rust Reference, "Macro invocation"). */
export type Token =
  | { readonly kind: "token"; readonly text: string; readonly space: boolean }
  | { readonly kind: "group"; readonly open: string; readonly tokens: readonly Token[]; readonly space: boolean };

/** More brackets within one another than any code has. */
const MAX_DEPTH = 100;
const CLOSING: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };
const WORD = /(?:r#)?[\p{XID_Start}_]\p{XID_Continue}*|\d\w*(?:\.\d\w*)?/uy;
const LIFETIME = /'[\p{XID_Start}_]\p{XID_Continue}*/uy;
/** Signs of several characters that have a part in how macros are written. */
const SIGNS = /=>|->|::|\.\.=|\.\.\.|\.\./y;

/** Splits a text into tokens; undefined where its brackets or strings do not match. */
export function readTokens(text: string): readonly Token[] | undefined {
  const levels: { readonly open: string; readonly tokens: Token[]; readonly space: boolean }[] = [
    { open: "", tokens: [], space: false },
  ];
  let space = false;
  for (let at = 0; at < text.length;) {
    const character = text.charAt(at);
    if (/\s/.test(character) || text.startsWith("//", at) || text.startsWith("/*", at)) {
      space = true;
      const end = /\s/.test(character) ? at + 1 : endOfToken(text, at);
      if (end === undefined) return undefined;
      at = end;
      continue;
    }
    const level = levels.at(-1);
    if (!level) return undefined;
    if (character in CLOSING) {
      if (levels.length > MAX_DEPTH) return undefined;
      levels.push({ open: character, tokens: [], space });
      at += 1;
    } else if (/[)\]}]/.test(character)) {
      levels.pop();
      const outer = levels.at(-1);
      if (!outer || CLOSING[level.open] !== character) return undefined;
      outer.tokens.push({ kind: "group", ...level });
      at += 1;
    } else {
      const end = endOfAny(text, at);
      if (end === undefined) return undefined;
      level.tokens.push({ kind: "token", text: text.slice(at, end), space });
      at = end;
    }
    space = false;
  }
  const [all] = levels;
  return levels.length === 1 ? all?.tokens : undefined;
}

function endOfAny(text: string, at: number): number | undefined {
  const skipped = endOfToken(text, at);
  // A raw name begins as a raw string does.
  if (skipped === undefined || (skipped > at && !text.startsWith("r#", at))) return skipped;
  if (skipped > at && /^r#*"/.test(text.slice(at, skipped))) return skipped;
  for (const pattern of [WORD, LIFETIME, SIGNS]) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) return at + found[0].length;
  }
  return at + 1;
}

/** The text of tokens, with a blank where one stood or where two words would become one. */
export function textOfTokens(tokens: readonly Token[]): string {
  const pieces: string[] = [];
  let last = "";
  for (const token of tokens) {
    const own =
      token.kind === "token" ? token.text : `${token.open}${textOfTokens(token.tokens)}${CLOSING[token.open] ?? ""}`;
    const isApart = token.space || (/[\w"]/.test(last) && /^[\w"']/.test(own));
    if (isApart && pieces.length > 0) pieces.push(" ");
    pieces.push(own);
    last = own.at(-1) ?? last;
  }
  return pieces.join("");
}
