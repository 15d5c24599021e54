import type { Case } from "#core/model/run/case.ts";
import { encodeAround, fillInCase, namesIn, type Placeholders, placeholdersNamed } from "./fill-in-case.ts";
import { encodeText } from "./request-target.ts";

const PREFIX = "secret:";
const SECRETS: Placeholders = placeholdersNamed(String.raw`secret:[A-Za-z_]\w*`);

/** Percent-encodes a text but for the secrets in it: `a b${secret:KEY}` → `a%20b${secret:KEY}`. */
export function encodeAroundSecrets(text: string): string {
  return encodeAround(text, SECRETS, encodeText);
}

/** The names of the secrets that a request uses, each once: `Bearer ${secret:KEY}` → `KEY`. */
export function secretsOfRequest({
  target,
  headers,
  body,
}: Pick<Case, "target" | "headers" | "body">): readonly string[] {
  const parts = body.kind === "multipart" ? body.parts.map(({ content }) => content) : [body];
  const contents = parts.flatMap((content) => (content.kind === "text" ? [content.text] : []));
  const texts = [target, ...headers.map(([, value]) => value), ...contents];
  const names = texts.flatMap((text) => namesIn(text, SECRETS));
  return [...new Set(names)].map((name) => name.slice(PREFIX.length));
}

/** Whether a request has `${secret:…}` or `$${secret:…}`, of which one stands for itself. */
export function mentionsSecret({ target, headers, body }: Pick<Case, "target" | "headers" | "body">): boolean {
  return /\$\{secret:/.test(JSON.stringify([target, headers, body]));
}

/** The request with the values of its secrets. */
export function withSecrets(given: Case, valueOf: (name: string) => string): Case {
  if (given.secrets === undefined) return given;
  return fillInCase(given, SECRETS, (name) => JSON.stringify(valueOf(name.slice(PREFIX.length))));
}

/** A text in which `${secret:…}` stands for itself. */
export function withoutSecretNames(text: string): string {
  return text.replaceAll(/\$(?=\{secret:)/g, () => "$$");
}
