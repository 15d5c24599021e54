import {
  type JsonDocument,
  FALSE,
  NULL,
  ROOT,
  STRING,
  TRUE,
  kindOf,
  nameOf,
  nextOf,
  stringOf,
} from "../json/json-document.ts";
import { readJson } from "../json/json-reader.ts";

/** What stands in reports where a secret stood. */
export const MASK = "•••";

/** How a name ends whose value is a secret, once `_`, `-` and case are gone: `accessToken`, `X-Api-Key`. */
const ENDINGS: readonly string[] = [
  "password",
  "passwd",
  "passphrase",
  "passcode",
  "secret",
  "token",
  "authorization",
  "credential",
  "credentials",
  "apikey",
  "privatekey",
  "secretkey",
  "accesskey",
  "jwt",
  "cookie",
  "sessionid",
  "csrf",
  "xsrf",
  "pwd",
];

/**
 * Is the value of a member, a header, a field or a column of this name a secret? `token_type` and `expires_in` are none;
 * what is derived from a secret is one as well: `password_hash`.
 */
export function isSecretName(name: string): boolean {
  const plain = name
    .replaceAll(/[_\s-]/g, "")
    .toLowerCase()
    .replace(/(?:hash|digest|salt|hashed|encrypted)$/, "");
  return ENDINGS.some((ending) => plain.endsWith(ending));
}

/** Has the node the name of a secret? A text in a list has the list's name for one: `"tokens": ["abc"]`, which counts nothing. */
export function hasSecretName(document: JsonDocument, node: number): boolean {
  const name = nameOf(document, node);
  if (name !== undefined) return isSecretName(name);
  if (kindOf(document, node) !== STRING) return false;
  const list = nameOf(document, document.parents[node] ?? ROOT);
  return list !== undefined && isSecretName(list.replace(/s$/i, ""));
}

/**
 * Replaces the secrets in a JSON text and leaves every other character as it is. Whatever a member of a secret name
 * holds is a secret, but for `null`, `true` and `false`; a text that is JSON itself, as databases keep it, is masked in
 * the same way. Undefined where the text is not JSON.
 * `{"access_token": "abc", "n": 1.0}` → `{"access_token": "•••", "n": 1.0}`
 */
export function maskJsonText(text: string): string | undefined {
  const reading = readJson(text);
  if (reading.kind === "malformed") return undefined;
  const { document } = reading;
  const parts: string[] = [];
  let copied = 0;
  for (let node = ROOT; node < document.count;) {
    const kind = kindOf(document, node);
    const isOpen = kind === NULL || kind === TRUE || kind === FALSE;
    const isSecret = !isOpen && hasSecretName(document, node);
    const masked = isSecret ? `"${MASK}"` : kind === STRING ? maskedInside(document, node) : undefined;
    if (masked !== undefined) {
      parts.push(text.slice(copied, document.starts[node]), masked);
      copied = document.ends[node] ?? text.length;
    }
    node = isSecret ? nextOf(document, node) : node + 1;
  }
  return parts.join("") + text.slice(copied);
}

/** A text that holds a JSON object or array with a secret, as JSON; undefined for any other. */
function maskedInside(document: JsonDocument, node: number): string | undefined {
  // Most texts are told by their first sign, before anything is decoded.
  if (!/[[{\s\\]/.test(document.text.charAt((document.starts[node] ?? 0) + 1))) return undefined;
  const inner = stringOf(document, node);
  if (!/^\s*[[{]/.test(inner)) return undefined;
  const masked = maskJsonText(inner);
  return masked === undefined || masked === inner ? undefined : JSON.stringify(masked);
}
