import type { JsonDocument } from "./json-document.ts";
import { FALSE, NULL, ROOT, STRING, TRUE, kindOf, nameOf, nextOf } from "./json-document.ts";
import { readJson } from "./json-reader.ts";

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

/** Is the value of a member, a header or a field of this name a secret? `token_type` and `expires_in` are none. */
export function isSecretName(name: string): boolean {
  const plain = name.replaceAll(/[_\s-]/g, "").toLowerCase();
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
 * holds is a secret, but for `null`, `true` and `false`. Undefined where the text is not JSON.
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
    if (isOpen || !hasSecretName(document, node)) {
      node++;
      continue;
    }
    parts.push(text.slice(copied, document.starts[node]), `"${MASK}"`);
    copied = document.ends[node] ?? text.length;
    node = nextOf(document, node);
  }
  return parts.join("") + text.slice(copied);
}
