const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\n": "",
  "\r\n": "",
};

const ESCAPE = /\\(\r\n|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{1,3}|[\s\S])/g;

/**
 * The value of a piece of a string literal (Python reference, section 2.4.1). `start` is its prefix with the quote:
 * `r"`, `b'''`. `\N{…}` and unknown escapes stay as they are written.
 */
export function decodeStringPiece(start: string, piece: string): string {
  if (/r/i.test(start)) return piece;
  return piece.replaceAll(ESCAPE, (whole, code: string) => {
    const simple = SIMPLE_ESCAPES[code];
    if (simple !== undefined) return simple;
    if (/^[xuU][0-9a-fA-F]/.test(code)) return fromCodePoint(Number.parseInt(code.slice(1), 16), whole);
    if (/^[0-7]/.test(code)) return fromCodePoint(Number.parseInt(code, 8), whole);
    return whole;
  });
}

function fromCodePoint(code: number, otherwise: string): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : otherwise;
}
