const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/**
 * The bytes of a base64 text (RFC 4648, sections 4 and 5, with or without padding); undefined where it is none: two
 * alphabets in one text, a wrong length, or bits left over that are not zero (section 3.5).
 */
export function bytesOfBase64(text: string): Uint8Array | undefined {
  const [, body = "", padding = ""] = /^([\w+/-]*)(={0,2})$/.exec(text) ?? [];
  if (body === "" || (/[+/]/.test(body) && /[-_]/.test(body)) || body.length % 4 === 1) return undefined;
  if (padding !== "" && (body.length + padding.length) % 4 !== 0) return undefined;
  const bytes = new Uint8Array(Math.floor((body.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const character of body) {
    const six = ALPHABET.indexOf(character === "-" ? "+" : character === "_" ? "/" : character);
    bits = ((bits << 6) | six) & 0xffffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes[at++] = (bits >> held) & 0xff;
  }
  return (bits & ((1 << held) - 1)) === 0 ? bytes : undefined;
}

/** The text that base64 stands for; undefined where its bytes are not UTF-8, or hold what no text has. */
export function textOfBase64(text: string): string | undefined {
  const bytes = bytesOfBase64(text);
  if (bytes === undefined) return undefined;
  try {
    const decoded = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return isReadable(decoded) ? decoded : undefined;
  } catch {
    return undefined;
  }
}

function isReadable(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if ((code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d) || code === 0x7f) return false;
  }
  return text !== "";
}
