/**
 * An address as RFC 3986, sections 6.2.2.1 and 6.2.2.2, makes it the same: the digits of percent-encoding are capitals,
 * and what needs no encoding has none. `/a/%c3%a4%7e` → `/a/%C3%A4~`
 */
export function normalPercentEncoding(address: string): string {
  return address.replaceAll(/%([\dA-Fa-f]{2})/g, (whole, digits: string) => {
    const character = String.fromCharCode(Number.parseInt(digits, 16));
    return /[\w.~-]/.test(character) ? character : whole.toUpperCase();
  });
}
