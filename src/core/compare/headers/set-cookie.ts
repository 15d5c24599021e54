/** A Set-Cookie taken apart (RFC 6265, section 5.2). */
export interface SetCookie {
  readonly name: string;
  readonly value: string;
  /** By name in lower case, in a fixed order; of a repeated one the last, as user agents take it. `Secure` has the value "". */
  readonly attributes: ReadonlyMap<string, string>;
}

/** Names of attributes as they are usually written, in the order in which they are shown. */
const ATTRIBUTE_NAMES: Readonly<Record<string, string>> = {
  domain: "Domain",
  path: "Path",
  expires: "Expires",
  "max-age": "Max-Age",
  secure: "Secure",
  httponly: "HttpOnly",
  samesite: "SameSite",
  partitioned: "Partitioned",
};

/** Reads a Set-Cookie: `session=abc; path=/; HttpOnly` → `session`, `abc`, and two attributes. Never fails. */
export function readSetCookie(header: string): SetCookie {
  const [pair = "", ...rest] = header.split(";");
  const { name, value } = split(pair);
  const written = rest.map((part) => split(part)).filter((attribute) => attribute.name !== "");
  const attributes = new Map(written.map((attribute) => [attribute.name.toLowerCase(), attribute.value]));
  const order = [...Object.keys(ATTRIBUTE_NAMES), ...[...attributes.keys()].toSorted()];
  return {
    name,
    value,
    attributes: new Map(
      order.flatMap((key): readonly (readonly [string, string])[] => {
        const found = attributes.get(key);
        return found === undefined ? [] : [[key, comparable(key, found)]];
      }),
    ),
  };
}

/** An attribute as it is shown: `("max-age", "60")` → `Max-Age=60` */
export function attributeText(name: string, value: string): string {
  const shown = ATTRIBUTE_NAMES[name] ?? name;
  return value === "" ? shown : `${shown}=${value}`;
}

function split(part: string): { readonly name: string; readonly value: string } {
  const at = part.indexOf("=");
  return at < 0
    ? { name: part.trim(), value: "" }
    : { name: part.slice(0, at).trim(), value: part.slice(at + 1).trim() };
}

/** User agents read SameSite and Domain without regard to case, and a Domain without its leading dot. */
function comparable(name: string, value: string): string {
  if (name === "samesite") return value.toLowerCase();
  return name === "domain" ? value.toLowerCase().replace(/^\./, "") : value;
}
