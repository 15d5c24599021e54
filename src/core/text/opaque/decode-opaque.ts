import { textOfBase64 } from "../base64.ts";

/** Shorter texts come out of base64 by chance. */
const SHORTEST = 8;

/**
 * What can be read in a text that only looks opaque: the header and the payload of a web token, the payload of a signed
 * cookie, percent-encoding, base64, hexadecimal digits. Each part as it reads; signatures and random parts are left
 * out. Undefined where nothing can be read. `"eyJhIjoxfQ.Zx9.kq3"` → `{"a":1}`
 */
export function decodeOpaque(text: string): readonly string[] | undefined {
  const bare = unescaped(text.replace(/^"(.*)"$/s, "$1"));
  if (/^\s*[[{]/.test(bare)) return [bare];
  const whole = decodePart(bare);
  if (whole !== undefined) return [whole];
  const parts = partsOf(bare).flatMap((part) => decodePart(part) ?? []);
  // Beside a payload in JSON, what else can be read is a signature that is so by chance.
  const payloads = parts.filter((part) => /^\s*[[{].*[\]}]\s*$/s.test(part));
  if (payloads.length > 0) return payloads;
  return parts.length > 0 ? parts : undefined;
}

/** The parts of a token, its percent-encoding undone: `s%3Aabc.def` → `s`, `abc`, `def` */
export function partsOf(text: string): readonly string[] {
  return unescaped(text).split(/[.:|]|--/);
}

function decodePart(part: string): string | undefined {
  const hex = /^(?:[2-7][\da-f])+$/i.test(part) && part.length >= SHORTEST * 2 ? textOfHex(part) : undefined;
  const decoded = hex ?? textOfBase64(part);
  return decoded !== undefined && decoded.length >= SHORTEST ? decoded : undefined;
}

/** Digits that stand for ASCII. */
function textOfHex(digits: string): string | undefined {
  const text = digits.replaceAll(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)));
  return text.includes("\u007F") ? undefined : text;
}

function unescaped(text: string): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
