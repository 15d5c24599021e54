import { MASK } from "#core/model/mask.ts";
import {
  type JsonDocument,
  ARRAY,
  NONE,
  NUMBER,
  OBJECT,
  ROOT,
  STRING,
  kindOf,
  nameOf,
  nextOf,
  rawOf,
  stringOf,
} from "#core/text/json/json-document.ts";
import { readJson } from "#core/text/json/json-reader.ts";
import { isSecretName, mayNameSecrets } from "./secret-names.ts";

/**
 * Replaces the secrets in a JSON text and leaves every other character as it is, so that JSON stays JSON of the same
 * shape. Every text and number below a member of a secret name is a secret; a text that is JSON itself, as databases keep it, is
 * masked in the same way. Undefined where the text is not JSON.
 * `{"access_token": "abc", "n": 1.0}` → `{"access_token": "•••", "n": 1.0}`
 */
export function maskJsonText(text: string): string | undefined {
  const parts: string[] = [];
  let copied = 0;
  const isJson = walkSecrets(text, (document, node, inner) => {
    const masked = inner === undefined ? MASK : (maskJsonText(inner) ?? inner);
    if (masked === inner) return;
    parts.push(text.slice(copied, document.starts[node]), JSON.stringify(masked));
    copied = document.ends[node] ?? text.length;
  });
  return isJson ? parts.join("") + text.slice(copied) : undefined;
}

/** The texts that stand under the name of a secret, escapes read; undefined where the text is not JSON. Numbers count something elsewhere, and are not among them. */
export function secretsInJson(text: string): readonly string[] | undefined {
  const secrets: string[] = [];
  const isJson = walkSecrets(text, (document, node, inner) => {
    if (inner !== undefined) secrets.push(...(secretsInJson(inner) ?? []));
    else if (kindOf(document, node) === STRING) secrets.push(stringOf(document, node));
  });
  return isJson ? secrets : undefined;
}

/** What is found at a node: a secret, or, as `inner`, a text that is to be looked through as JSON. */
type Visit = (document: JsonDocument, node: number, inner: string | undefined) => void;

/** Calls for each text and number that is a secret and each text that may be JSON. False where the text is not JSON. */
function walkSecrets(text: string, visit: Visit): boolean {
  if (!/^\s*[[{"\-\dtfn]/.test(text)) return false;
  const reading = readJson(text);
  if (reading.kind === "malformed") return false;
  const { document } = reading;
  // Bodies have few names and many members.
  const known = new Map<string, boolean>();
  const isSecret = (name: string): boolean => {
    const found = known.get(name) ?? isSecretName(name);
    known.set(name, found);
    return found;
  };
  let secretEnd = 0;
  for (let node = ROOT; node < document.count; node++) {
    const kind = kindOf(document, node);
    if (node >= secretEnd && hasSecretName(document, node, isSecret)) secretEnd = nextOf(document, node);
    if (kind === OBJECT || kind === ARRAY) continue;
    if (node < secretEnd) {
      if (kind === STRING || kind === NUMBER) visit(document, node, undefined);
    } else if (kind === STRING) {
      const inner = jsonInside(document, node);
      if (inner !== undefined) visit(document, node, inner);
    }
  }
  return true;
}

/** Has the node the name of a secret? A text in a list has the list's name for one: `"tokens": ["abc"]`, which counts nothing. */
function hasSecretName(document: JsonDocument, node: number, isSecret: (name: string) => boolean): boolean {
  const name = nameOf(document, node);
  if (name !== undefined) return isSecret(name);
  if (node === ROOT || kindOf(document, node) !== STRING) return false;
  const list = nameOf(document, document.parents[node] ?? NONE);
  return list !== undefined && isSecret(list.replace(/s$/i, ""));
}

/** A text that begins as a JSON object or array. Most texts are told by their first sign, before anything is decoded. */
function jsonInside(document: JsonDocument, node: number): string | undefined {
  if (!/[[{\s\\]/.test(document.text.charAt((document.starts[node] ?? 0) + 1))) return undefined;
  const inner = stringOf(document, node);
  return /^\s*[[{]/.test(inner) && mayNameSecrets(rawOf(document, node)) ? inner : undefined;
}
