/** What of Rust's text is no code: comments, strings (raw ones too) and characters (Reference, "Tokens"). */
const NO_CODE =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|b?r(#*)"[\s\S]*?"\1|b?"(?:\\[\s\S]|[^"\\])*"|b?'(?:\\[^\n]{1,10}?|[^'\\\n])'/g;

/** The same text, as long as it was, with blanks in place of what is no code. */
export function codeOnly(text: string): string {
  return text.replaceAll(NO_CODE, (part) => part.replaceAll(/[^\n]/g, " "));
}

/** Where the parenthesis that is open around an offset begins; undefined where there is none. `code` is what `codeOnly` gives. */
export function openBefore(code: string, offset: number): number | undefined {
  let depth = 0;
  for (let at = offset - 1; at >= 0; at--) {
    const character = code[at];
    if (character === ")") depth += 1;
    if (character === "(") {
      if (depth === 0) return at;
      depth -= 1;
    }
  }
  return undefined;
}

/** Behind the bracket that closes the one at an offset; undefined where nothing does. */
export function closeAfter(code: string, open: number): number | undefined {
  let depth = 0;
  for (let at = open; at < code.length; at++) {
    const character = code[at] ?? "";
    if ("([{".includes(character)) depth += 1;
    if (")]}".includes(character)) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}
