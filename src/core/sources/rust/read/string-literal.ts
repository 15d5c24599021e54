import type { SyntaxNode } from "#core/syntax/create-syntax.ts";

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  r: "\r",
  t: "\t",
  "\\": "\\",
  "0": "\0",
  "'": "'",
  '"': '"',
};

/** The value of a string literal (Rust reference, "Tokens"), raw ones as they stand. */
export function decodeRustString(node: SyntaxNode): string {
  const { text } = node;
  const raw = /^[bc]?r(#*)"([\s\S]*)"\1$/.exec(text);
  if (raw) return raw[2] ?? "";
  const inner = text.replace(/^[bc]?"/, "").replace(/"$/, "");
  return inner.replaceAll(
    /\\(?:(\r?\n)\s*|x([0-7][0-9a-fA-F])|u\{([0-9a-fA-F_]{1,8})\}|([\s\S]))/g,
    (whole, newline?: string, byte?: string, unicode?: string, simple?: string) => {
      if (newline !== undefined) return "";
      if (byte !== undefined) return String.fromCodePoint(Number.parseInt(byte, 16));
      if (unicode !== undefined) {
        const code = Number.parseInt(unicode.replaceAll("_", ""), 16);
        return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
      }
      return SIMPLE_ESCAPES[simple ?? ""] ?? whole;
    },
  );
}
