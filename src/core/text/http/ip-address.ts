// RFC 3986, section 3.2.2: no zero in front, which some readers take for octal.
const OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
const IPV4 = new RegExp(`^${OCTET}(?:\\.${OCTET}){3}$`);

/** Whether a text is an IPv4 address, four octets in decimal digits. */
export function isIpv4(text: string): boolean {
  return IPV4.test(text);
}

/** RFC 4291, section 2.2: eight groups of which `::` may stand for some; the last two may be an IPv4 address. */
export function isIpv6(text: string): boolean {
  const tail = /^(.*:)([\d.]+)$/.exec(text);
  const isMixed = tail?.[2]?.includes(".") === true;
  if (isMixed && !isIpv4(tail[2] ?? "")) return false;
  const groups = isMixed ? `${tail[1]}0:0` : text;
  const halves = groups.split("::");
  if (halves.length > 2) return false;
  const parts = halves.flatMap((half) => (half === "" ? [] : half.split(":")));
  const isFull = halves.length === 1 ? parts.length === 8 : parts.length <= 7;
  return isFull && parts.every((part) => /^[\dA-Fa-f]{1,4}$/.test(part));
}

/**
 * An IP address in one form for all its spellings, an IPv4 address within IPv6 (RFC 4291, section 2.5.5.2) being the
 * IPv4 address; undefined where it is none. `::1`, `0:0:0:0:0:0:0:1` → `[::1]`
 */
export function readIp(text: string): string | undefined {
  if (isIpv4(text)) return text;
  if (!isIpv6(text)) return undefined;
  // What `URL` writes is the form of RFC 5952, but for an IPv4 address within.
  const host = URL.parse(`http://[${text}]/`)?.hostname;
  const [, high, low] = /^\[::ffff:([\da-f]{1,4}):([\da-f]{1,4})\]$/.exec(host ?? "") ?? [];
  if (high === undefined || low === undefined) return host;
  const numbers = [high, low].map((group) => Number.parseInt(group, 16));
  return numbers.flatMap((number) => [number >> 8, number & 0xff]).join(".");
}
