const MASK = "•••";

/** Secrets shorter than this would be found everywhere. */
const SHORTEST = 6;

/** The text with each of the secrets replaced by `•••`. */
export function maskTexts(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length >= SHORTEST)
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
