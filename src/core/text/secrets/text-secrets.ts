import { MASK, isSecretName } from "./json-secrets.ts";

// What is looked for has a bound everywhere, so that no text makes the search slow.

/** A JSON Web Token (RFC 7519): a header that begins with `{"`, a payload, and a signature that may be empty. */
const WEB_TOKEN = /\beyJ[\w-]{5,400}\.[\w-]{5,}\.[\w-]*/g;

/** RFC 6750 and RFC 7617: a scheme and what is presented under it, which is no plain word. */
const CREDENTIALS = /\b([Bb]earer|[Bb]asic)( +)(?=\S{0,400}(?:\d|=|[a-z][A-Z]))[\w\-.~+/]{8,}=*/g;

/** RFC 3986, section 3.2.1: `postgres://ada:secret@host`. */
const USER_INFO = /(\b[a-z][a-z\d+.-]{1,20}:\/\/[^\s:@/"\\]{0,200}:)[^\s@/"\\]{1,400}(?=@)/gi;

/** A member of a JSON text that stands in a string of another: `{\"password\":\"…\"}`. */
const MEMBER_IN_STRING = /\\"([^"\\]{1,100})\\"(\s{0,20}:\s{0,20})\\"(?:[^"\\]|\\\\(?:\\.|[^"\\]))*\\"/g;

/**
 * Replaces the secrets that a text shows by itself, whatever the name is under which it stands: web tokens, credentials
 * with their scheme, passwords in addresses, fields of a query, members of JSON in a string. What was JSON stays so.
 */
export function maskTextSecrets(text: string): string {
  return maskFields(text)
    .replaceAll(WEB_TOKEN, MASK)
    .replaceAll(CREDENTIALS, `$1$2${MASK}`)
    .replaceAll(USER_INFO, `$1${MASK}`)
    .replaceAll(MEMBER_IN_STRING, (whole, name: string, colon: string) =>
      isSecretName(name) ? `\\"${name}\\"${colon}\\"${MASK}\\"` : whole,
    );
}

/** Masks `name=value` in a query. `/api?token=abc` → `/api?token=•••` */
export function maskFields(text: string): string {
  return text.replaceAll(/([?&])([^=&#\s"]{1,100})=([^&#\s"\\]*)/g, (whole, before: string, name: string) =>
    isSecretName(name) ? `${before}${name}=${MASK}` : whole,
  );
}
