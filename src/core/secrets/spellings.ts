import { type KnownTexts, SHORTEST } from "./known-texts.ts";

/** Adds a secret in each spelling in which a server may echo it: as it is, as JSON, once and twice, percent-encoded, as a form, in HTML, in base64. */
export function addSpellings(known: KnownTexts, secret: string): void {
  const text = secret.toWellFormed();
  for (const spelling of [secret, ...jsonSpellings(text), ...percentSpellings(text), ...htmlSpellings(text)])
    known.add(spelling);
  for (const spelling of base64Spellings(text)) known.add(spelling, { isWithinBase64: true });
}

function jsonSpellings(text: string): readonly string[] {
  const json = JSON.stringify(text).slice(1, -1);
  // As Python's `json` writes it unless it is told otherwise.
  const ascii = json.replaceAll(
    /[\u0080-\uFFFF]/g,
    (unit) => String.raw`\u` + unit.charCodeAt(0).toString(16).padStart(4, "0"),
  );
  const twice = [json, ascii].map((once) => JSON.stringify(once).slice(1, -1));
  return [json, ascii, ...twice, json.replaceAll("/", String.raw`\/`)];
}

/** RFC 3986, section 2.1, by libraries that keep more or less as it is, with digits in either case, and forms. */
function percentSpellings(text: string): readonly string[] {
  const usual = encodeURIComponent(text);
  if (usual === text && !/[!'()*~]/.test(text)) return [];
  const strict = usual.replaceAll(/[!'()*]/g, percent);
  const spellings = [usual, strict, strict.replaceAll("~", "%7E"), usual.replaceAll("%2F", "/")];
  const cases = [
    ...spellings,
    ...spellings.map((each) => each.replaceAll(/%[\dA-F]{2}/g, (code) => code.toLowerCase())),
  ];
  return [...cases, ...cases.map((each) => each.replaceAll("%20", "+"))];
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

function htmlSpellings(text: string): readonly string[] {
  if (!/["&'<>]/.test(text)) return [];
  const base = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const quoted = base.replaceAll('"', "&quot;");
  return [base, quoted.replaceAll("'", "&#x27;"), quoted.replaceAll("'", "&#39;")];
}

/** Those digits that the secret alone decides, for each of the three places at which it may begin in a group of three bytes. */
function base64Spellings(text: string): readonly string[] {
  const bytes = String.fromCharCode(...new TextEncoder().encode(text.slice(0, 4096)));
  return [0, 1, 2].flatMap((offset) => {
    const whole = btoa("\0".repeat(offset) + bytes);
    const sure = whole.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
    return sure.length < SHORTEST + 2 ? [] : [sure, sure.replaceAll("+", "-").replaceAll("/", "_")];
  });
}
