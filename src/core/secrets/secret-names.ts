/** How a name ends whose value is a secret, once `_`, `-` and case are gone: `accessToken`, `X-Api-Key`. */
const ENDINGS =
  /(?:password|passwd|passphrase|passcode|pwd|secret|token|authorization|credentials?|apikey|privatekey|secretkey|accesskey|signingkey|encryptionkey|jwt|cookie|sessionid|csrf|xsrf)$/;

/** What is derived from a secret is one as well: `password_hash`. */
const DERIVED = /(?:hash|digest|salt|hashed|encrypted)$/;

/** The header that allows credentials holds none. */
const ALLOWING = /^accesscontrol/;

/** Where to read on in a list is no secret, and has to be seen where it differs: `next_page_token`. */
const CURSOR = /(?:page|next|continuation|cursor|scroll|resume|skip|sync)token$/;

/**
 * Is the value of a member, a header, a field or a column of this name a secret? `token_type` and `expires_in` are none;
 * `password_hash` is one, `next_page_token` is a cursor and none.
 */
export function isSecretName(name: string): boolean {
  const plain = plainName(name).replace(DERIVED, "");
  return ENDINGS.test(plain) && !CURSOR.test(plain) && !ALLOWING.test(plain);
}

/** Names that are secrets in one place and plain words in another. */
const DOUBTFUL = /^(?:sig|signature|accesssig|code|key|session|sid|auth|ticket|otp|nonce|state)$/;

/** Is it a secret as a field of a query, of a form or of a cookie? `code=4711` is none, `code=SplxlOBeZQQYbYS6WxSbIA` is one. */
export function isSecretField(name: string, value: string): boolean {
  return isSecretName(name) || (DOUBTFUL.test(plainName(name)) && looksRandom(value));
}

/** The names of settings whose values are secrets, beside those that are so everywhere: `SECRET_KEY`, `DB_PASS`. */
export function isSecretSetting(name: string): boolean {
  return isSecretName(name) || /(?:key|pass|salt|pepper|auth|signature|pat)$/.test(plainName(name));
}

const UUID = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i;

/** Long, of one piece, and such as nobody types: a hash, a UUID, base64, letters and digits mixed. */
export function looksRandom(value: string): boolean {
  if (!/^[\w.~+/=%:-]{12,}$/.test(value)) return false;
  if (UUID.test(value)) return true;
  const sorts = [/[a-z]/, /[A-Z]/, /\d/].filter((sort) => sort.test(value)).length;
  if (sorts === 3) return true;
  // `node-12` goes from letters to digits once; what is made by chance goes to and fro.
  const turns = value.match(/[A-Za-z](?=\d)|\d(?=[A-Za-z])/g)?.length ?? 0;
  return sorts === 2 && turns >= 4;
}

/**
 * Could a text hold a name that is a secret's? One pass that spares large bodies all others. A name with escapes
 * in it is told by them.
 */
export function mayNameSecrets(text: string): boolean {
  return NAME_PARTS.test(text) || text.includes(String.raw`\u00`);
}

const NAME_PARTS =
  /passw|passphrase|passcode|pwd|secret|token|authoriz|credential|api[\s_-]?key|private[\s_-]?key|access[\s_-]?key|signing[\s_-]?key|encryption[\s_-]?key|jwt|cookie|session[\s_-]?id|csrf|xsrf/i;

function plainName(name: string): string {
  return name.replaceAll(/[_\s-]/g, "").toLowerCase();
}
