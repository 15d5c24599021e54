import type { Format } from "#core/model/rules/rule.ts";
import { readMoment } from "./rule-moments.ts";

const OCTET = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";
const IPV4 = new RegExp(`^${OCTET}(?:\\.${OCTET}){3}$`);

/** Spellings that one expression tells; each is anchored. */
const EXPRESSIONS: Readonly<Record<Exclude<Format, "rfc3339" | "date" | "ipv6">, RegExp>> = {
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
  ipv4: IPV4,
  hex: /^(?:[\dA-Fa-f]{2})+$/,
  // RFC 4648, sections 4 and 5, with or without its padding.
  base64: /^(?:[\w+/-]{4})*(?:[\w+/-]{2}(?:==)?|[\w+/-]{3}=?)?$/,
  jwt: /^[\w-]+\.[\w-]+\.[\w-]*$/,
};

/** Whether a text is spelt in a format. An empty text is in none. */
export function hasFormat(format: Format, text: string): boolean {
  if (text === "") return false;
  if (format === "rfc3339") return readMoment(text) !== undefined;
  if (format === "date") return /^\d{4}-\d\d-\d\d$/.test(text) && readMoment(`${text}T00:00:00Z`) !== undefined;
  if (format === "ipv6") return isIpv6(text);
  return EXPRESSIONS[format].test(text);
}

/** RFC 4291, section 2.2: eight groups of which `::` may stand for some; the last two may be an IPv4 address. */
function isIpv6(text: string): boolean {
  const tail = /^(.*:)([\d.]+)$/.exec(text);
  const isMixed = tail?.[2]?.includes(".") === true;
  if (isMixed && !IPV4.test(tail[2] ?? "")) return false;
  const groups = isMixed ? `${tail[1]}0:0` : text;
  const halves = groups.split("::");
  if (halves.length > 2) return false;
  const parts = halves.flatMap((half) => (half === "" ? [] : half.split(":")));
  const isFull = halves.length === 1 ? parts.length === 8 : parts.length <= 7;
  return isFull && parts.every((part) => /^[\dA-Fa-f]{1,4}$/.test(part));
}
