import type { Format } from "#core/model/rules/allowance.ts";
import { bytesOfBase64, textOfBase64 } from "#core/text/base64.ts";
import { isIpv4, isIpv6 } from "#core/text/http/ip-address.ts";
import { looksLikePath } from "#core/text/opaque/random-text.ts";
import { readMoment } from "#core/text/time/moments.ts";

/** Spellings that one expression tells; each is anchored. */
const EXPRESSIONS: Readonly<Record<Exclude<Format, "rfc3339" | "date" | "ipv4" | "ipv6" | "base64" | "jwt">, RegExp>> =
  {
    time: /^(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)?$/,
    // ISO 8601, section 5.5.2; pydantic writes a sign before it where it is negative.
    duration: /^-?P(?=[\dT])(?:\d+W|(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?)$/,
    // RFC 9562, section 4; both cases are read.
    uuid: /^[\dA-Fa-f]{8}-(?:[\dA-Fa-f]{4}-){3}[\dA-Fa-f]{12}$/,
    ulid: /^[0-7][\dA-HJKMNP-TV-Z]{25}$/i,
    integer: /^-?(?:0|[1-9]\d*)$/,
    decimal: /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/,
    uri: /^[A-Za-z][\w+.-]*:[^\s"<>\\^`{|}]+$/,
    email: /^[^\s@"(),:;<>[\\\]]+@[\w-]+(?:\.[\w-]+)*$/,
    hex: /^(?:[\dA-Fa-f]{2})+$/,
  };

/** Whether a text is spelt in a format. An empty text is in none. */
export function hasFormat(format: Format, text: string): boolean {
  if (text === "") return false;
  if (format === "rfc3339") return readMoment(text) !== undefined;
  if (format === "date") return /^\d{4}-\d\d-\d\d$/.test(text) && readMoment(`${text}T00:00:00Z`) !== undefined;
  if (format === "ipv4") return isIpv4(text);
  if (format === "ipv6") return isIpv6(text);
  if (format === "base64") return bytesOfBase64(text) !== undefined && !looksLikePath(text) && !areWords(text);
  if (format === "jwt") return isJsonWebToken(text);
  return EXPRESSIONS[format].test(text);
}

/**
 * Whether both texts are spelt in a format, and alike where it has several spellings: a hash has one length, and a
 * base64 text one alphabet.
 */
export function holdFormat(format: Format, python: string, rust: string): boolean {
  if (!hasFormat(format, python) || !hasFormat(format, rust)) return false;
  if (format === "hex") return python.length === rust.length && isOneAlphabet(/[a-f]/, /[A-F]/, python, rust);
  if (format === "base64") return isPaddedAlike(python, rust) && isOneAlphabet(/[-_]/, /[+/]/, python, rust);
  return true;
}

/** Not characters of the one alphabet on one side and of the other one on the other. */
function isOneAlphabet(one: RegExp, other: RegExp, python: string, rust: string): boolean {
  return !(one.test(python) && other.test(rust)) && !(other.test(python) && one.test(rust));
}

/** A whole number of groups needs no padding. */
function isPaddedAlike(python: string, rust: string): boolean {
  const isWhole = [python, rust].some((text) => !text.endsWith("=") && text.length % 4 === 0);
  return isWhole || python.endsWith("=") === rust.endsWith("=");
}

/** Words that a hyphen, a slash or an underscore joins have letters of one case alone; bytes have others among them. */
function areWords(text: string): boolean {
  const words = text.split(/[-/_]/);
  return words.length > 1 && words.every((word) => /^(?:[a-z]{2,}|[A-Z]{2,})$/.test(word));
}

/** RFC 7515, section 7.1, and RFC 7519, section 7.2: its header is a JSON object that names an algorithm, its payload one of claims. */
function isJsonWebToken(text: string): boolean {
  const [header = "", payload, signature, more] = text.split(".");
  if (payload === undefined || signature === undefined || more !== undefined || !/^[\w-]*$/.test(signature))
    return false;
  return /"alg"\s*:/.test(textOfBase64(header) ?? "") && /^\s*\{.*\}\s*$/s.test(textOfBase64(payload) ?? "");
}
