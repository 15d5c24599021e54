import type { CaseBody } from "#core/model/run/case.ts";
import type { AnswerBody } from "#core/model/run/exchange.ts";
import type { Json } from "#core/model/operation.ts";
import { isSecretName, MASK } from "#core/text/secrets/json-secrets.ts";

/** Secrets shorter than this would be found everywhere. */
const SHORTEST = 6;

/**
 * The texts that stand under the name of a secret. `{ "user": "ada", "password": "harbour" }` → `["harbour"]`
 * Servers echo what they refuse, at places and in spellings that no name tells. A password `password` is no secret, and
 * would hide the names of fields.
 */
export function secretsIn(value: Json, name = ""): readonly string[] {
  if (typeof value === "string") return isSecretName(name) && !isSecretName(value) ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  // The elements of a list have the list's name.
  if (Array.isArray(value)) return value.flatMap((element: Json) => secretsIn(element, name));
  return Object.entries(value).flatMap(([member, inner]: [string, Json]) => secretsIn(inner, member));
}

/** The same of a body, where it is JSON. */
export function secretsInBody(body: CaseBody | AnswerBody): readonly string[] {
  if (body.kind !== "text") return [];
  try {
    // What JSON.parse gives is what `Json` says.
    return secretsIn(JSON.parse(body.text) as Json);
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

/** The text with each of the secrets, as it is or as JSON spells it, replaced by `•••`. */
export function maskTexts(text: string, secrets: readonly string[]): string {
  return secrets
    .flatMap((secret) => (secret.length < SHORTEST ? [] : [secret, JSON.stringify(secret).slice(1, -1)]))
    .reduce((masked, secret) => masked.replaceAll(secret, MASK), text);
}

/** The same record with the secrets replaced in each text in it, so that no token can get out where nobody thought of it. */
export function maskIn<T>(value: T, secrets: readonly string[]): T {
  // Every text becomes a text and every record one with the same members, so that the type stays what it was.
  return maskUnknown(value, secrets) as T;
}

function maskUnknown(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === "string") return maskTexts(value, secrets);
  if (Array.isArray(value)) return value.map((element: unknown) => maskUnknown(element, secrets));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]: [string, unknown]) => [name, maskUnknown(member, secrets)]),
  );
}
