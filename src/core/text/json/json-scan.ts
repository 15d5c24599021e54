const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const PLUS = 0x2b;
const MINUS = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const BACKSLASH = 0x5c;
const LETTER_U = 0x75;
/** Turns an ASCII capital into its small letter. */
const LOWER = 0x20;
const LETTER_E = 0x65;

/** The offset of the first unit at or after `from` that is not white space (RFC 8259, section 2). */
export function skipSpace(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    // Almost always the first test decides; NaN, at the end of the text, fails them all.
    if (code > SPACE) return at;
    if (code !== SPACE && code !== LINE_FEED && code !== CARRIAGE_RETURN && code !== TAB) return at;
    at++;
  }
}

/**
 * Scans the string (RFC 8259, section 7) whose opening quote stands at `start`.
 * Returns twice the offset after the closing quote, plus one where it has an escape; `~offset` where it goes wrong.
 * One number, because a record for each string would cost more than the scan.
 */
export function scanString(text: string, start: number): number {
  const length = text.length;
  let escapes = 0;
  let at = start + 1;
  while (at < length) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return (at + 1) * 2 + escapes;
    if (code < SPACE) return ~at;
    if (code === BACKSLASH) {
      escapes = 1;
      const after = skipEscape(text, at);
      if (after < 0) return ~at;
      at = after;
    } else {
      at++;
    }
  }
  return ~length;
}

/** The offset after the escape whose backslash stands at `at`; -1 where there is no such escape. */
function skipEscape(text: string, at: number): number {
  const code = text.charCodeAt(at + 1);
  if (code !== LETTER_U) return '"\\/bfnrt'.includes(text.charAt(at + 1)) && at + 1 < text.length ? at + 2 : -1;
  for (let digit = at + 2; digit < at + 6; digit++) if (!isHexDigit(text.charCodeAt(digit))) return -1;
  return at + 6;
}

function isHexDigit(code: number): boolean {
  return isDigit(code) || ((code | LOWER) >= 0x61 && (code | LOWER) <= 0x66);
}

/** Scans a number (RFC 8259, section 6). Returns the offset after it; `~offset` where it goes wrong. */
export function scanNumber(text: string, start: number): number {
  let at = text.charCodeAt(start) === MINUS ? start + 1 : start;
  if (text.charCodeAt(at) === ZERO) {
    at++;
    if (isDigit(text.charCodeAt(at))) return ~at;
  } else {
    const after = skipDigits(text, at);
    if (after === at) return at === start ? ~start : ~at;
    at = after;
  }
  if (text.charCodeAt(at) === DOT) {
    const after = skipDigits(text, at + 1);
    if (after === at + 1) return ~after;
    at = after;
  }
  if ((text.charCodeAt(at) | LOWER) === LETTER_E) {
    const sign = text.charCodeAt(at + 1);
    const digits = sign === PLUS || sign === MINUS ? at + 2 : at + 1;
    const after = skipDigits(text, digits);
    if (after === digits) return ~after;
    at = after;
  }
  return at;
}

function skipDigits(text: string, from: number): number {
  let at = from;
  while (isDigit(text.charCodeAt(at))) at++;
  return at;
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}
