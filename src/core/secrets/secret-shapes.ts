import { MASK } from "#core/model/mask.ts";
import { isSecretField, isSecretName, mayNameSecrets } from "./secret-names.ts";

// What is looked for has a bound everywhere, so that no text makes the search slow.

/** A JSON Web Token (RFC 7519): a header that begins with `{"`, a payload, and a signature that may be empty or cut off. */
const WEB_TOKEN = /\beyJ[\w-]{5,400}\.(?:[\w-]{5,}\.[\w-]*|[\w-]{5,}(?=…))/g;

/** RFC 6750 and RFC 7617: a scheme and what is presented under it, which is no plain word. */
const CREDENTIALS = /\b([Bb]earer|[Bb]asic)( +|%20|\+)(?=\S{0,400}(?:\d|=|[a-z][A-Z]))[\w\-.~+/]{8,}=*/g;

/** RFC 3986, section 3.2.1: `postgres://ada:secret@host`. */
const USER_INFO = /(\b[a-z][a-z\d+.-]{1,20}:(?:\/\/|\\\/\\\/)[^\s:@/"'\\]{0,200}:)[^\s@/"'\\]{1,400}(?=@)/gi;

/** RFC 7468. Of a key that is cut off, all that is there; lines may be escaped, as JSON has them. */
const PRIVATE_KEY =
  /(-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----)[^"-]{1,16000}(-----END [A-Z ]{0,30}PRIVATE KEY-----|(?="|$))/g;

/** Keys that their makers let begin so that they are found. */
const MARKED_KEY =
  /\b(?:sk-(?=[\w-]{0,60}\d)[\w-]{16,}|[sr]k_(?:live|test)_\w{10,}|gh[oprsu]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|(?:AKIA|ASIA)[A-Z\d]{12,}|xox[abeoprs]-[\w-]{10,}|AIza[\w-]{30,}|npm_\w{30,}|hf_\w{30,})/g;

const KEY_MARKS = ["sk-", "sk_", "rk_", "gh", "glpat-", "AKIA", "ASIA", "xox", "AIza", "npm_", "hf_"];

/** A member of a JSON text that stands in a string of another: `{\"password\":\"…\"}`. */
const MEMBER_IN_STRING = /\\"([^"\\]{1,100})\\"(\s{0,20}:\s{0,20})\\"(?:[^"\\]|\\\\(?:\\.|[^"\\]))*\\"/g;

/** A member of a Python dictionary as `repr` writes it: `'password': 'harbour'`. */
const PYTHON_MEMBER = /'([\w.-]{1,100})'(: ?)b?'([^'"\\\n]{1,400})'/g;

const FIELD = /([?&])([^=&#\s"]{1,100})=([^&#\s"\\]*)/g;

/** `DB_PASSWORD=harbour`, `--token=abc`, `password = 'abc'`; not within an address, where it is a field. */
const ASSIGNMENT =
  /(?<![\w?&.$%-])((?:--?)?[A-Za-z_][\w.-]{0,80}) ?= ?('[^'"\\\n]{1,400}'|[^\s"'\\,;&)\]}|<>]{1,400})/g;

const FLAG = /(?<![\w-])(--?[A-Za-z][\w-]{0,60}) +(?![-\s])([^\s"'\\]{1,400}|'[^'"\\\n]{1,400}')/g;

/** A member of JSON that may be cut off anywhere, and a field of a struct as Rust's `Debug` writes it: `token: Some("…")`. */
const QUOTED_MEMBER =
  /("[^"\\\n]{1,100}"|\b[\w-]{1,100})(\s{0,20}:\s{0,20})((?:Some\()?"(?:[^"\\]|\\.)*"?|-?\d[\d.eE+-]*)/g;

/**
 * Replaces the secrets that a text shows by itself: web tokens, credentials with their scheme, passwords in addresses,
 * private keys, keys with a known beginning, and what stands beside the name of a secret as a field of a query, an assignment, a flag, a member of
 * a dictionary. What was JSON stays so.
 */
export function maskShapes(text: string): string {
  const masked = maskNamelessShapes(text);
  return mayNameSecrets(masked) ? maskNamed(masked) : masked;
}

/** The same in a text that is known to hold no name that is a secret's. */
export function maskNamelessShapes(text: string): string {
  let masked = text;
  if (masked.includes("eyJ")) masked = masked.replaceAll(WEB_TOKEN, MASK);
  if (/[Bb](?:earer|asic)/.test(masked)) masked = masked.replaceAll(CREDENTIALS, `$1$2${MASK}`);
  if (masked.includes("@")) masked = masked.replaceAll(USER_INFO, `$1${MASK}`);
  if (masked.includes("PRIVATE KEY-")) masked = masked.replaceAll(PRIVATE_KEY, `$1${MASK}$2`);
  if (KEY_MARKS.some((mark) => masked.includes(mark))) masked = masked.replaceAll(MARKED_KEY, MASK);
  return masked.includes("=") ? maskFields(masked) : masked;
}

/** How a sentence of ours says that a value belongs there. */
const LEFT_OUT = "…";

function maskNamed(text: string): string {
  let masked = text;
  if (masked.includes(String.raw`\"`)) {
    masked = masked.replaceAll(MEMBER_IN_STRING, (whole, name: string, colon: string) =>
      isSecretName(name) ? `\\"${name}\\"${colon}\\"${MASK}\\"` : whole,
    );
  }
  if (masked.includes("'")) {
    masked = masked.replaceAll(PYTHON_MEMBER, (whole, name: string, colon: string) =>
      isSecretName(name) ? `'${name}'${colon}'${MASK}'` : whole,
    );
  }
  if (masked.includes("=")) {
    masked = masked.replaceAll(ASSIGNMENT, (whole, name: string, value: string) =>
      isSecretName(name) && value !== LEFT_OUT ? whole.slice(0, whole.length - value.length) + MASK : whole,
    );
  }
  if (!masked.includes("-")) return masked;
  return masked.replaceAll(FLAG, (whole, name: string, value: string) =>
    isSecretName(name) ? whole.slice(0, whole.length - value.length) + MASK : whole,
  );
}

/** Masks `name=value` in a query. `/api?token=abc` → `/api?token=•••` */
function maskFields(text: string): string {
  return text.replaceAll(FIELD, (whole, before: string, name: string, value: string) =>
    isSecretField(name, value) ? `${before}${name}=${MASK}` : whole,
  );
}

/** Masks members of JSON and of Rust's `Debug` in a text that is no JSON as a whole: a sentence that quotes, the lines of a stream. */
export function maskQuotedMembers(text: string): string {
  if (!mayNameSecrets(text)) return text;
  return text.replaceAll(QUOTED_MEMBER, (whole, quoted: string, colon: string, value: string) => {
    // A bare word before a number is prose: `token: 5`.
    if (!quoted.startsWith('"') && !value.includes('"')) return whole;
    return isSecretName(quoted.replaceAll('"', "")) ? `${quoted}${colon}"${MASK}"` : whole;
  });
}

/** The values that `maskQuotedMembers` would take out, as they are written. */
export function quotedSecrets(text: string): readonly string[] {
  if (!mayNameSecrets(text)) return [];
  return [...text.matchAll(QUOTED_MEMBER)].flatMap(([, quoted = "", , value = ""]) => {
    const inner = /"((?:[^"\\]|\\.)*)"?$/.exec(value)?.[1];
    return inner !== undefined && isSecretName(quoted.replaceAll('"', "")) ? [inner] : [];
  });
}

/** Passwords in addresses: `postgres://ada:secret@host` → `secret`. */
export function passwordsInAddresses(text: string): readonly string[] {
  if (!text.includes("@")) return [];
  return [...text.matchAll(USER_INFO)].map(([whole, before = ""]) => whole.slice(before.length));
}

/** What stands beside the name of a secret in a command line: `--token abc`, `DB_PASSWORD=abc`. */
export function secretsInCommand(line: string): readonly string[] {
  return [...line.matchAll(ASSIGNMENT), ...line.matchAll(FLAG), ...line.matchAll(QUOTED_FLAG)].flatMap(
    ([, name = "", value = ""]) => (isSecretName(name) ? [value.replaceAll(/^["']|["']$/g, "")] : []),
  );
}

const QUOTED_FLAG = /(?<![\w-])((?:--?)?[A-Za-z_][\w-]{0,60})(?:=| +)"((?:[^"\\]|\\.){1,400})"/g;
