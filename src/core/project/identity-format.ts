import { endpoint } from "#core/text/yaml/yaml-endpoint.ts";
import {
  located,
  mapOf,
  oneOrMore,
  optional,
  record,
  reportType,
  required,
  type Shape,
  type Spot,
} from "#core/text/yaml/yaml-shape.ts";
import { duration } from "#core/text/yaml/yaml-duration.ts";
import { choice, integer, json, text } from "#core/text/yaml/yaml-values.ts";
import { NOBODY } from "#core/model/identity.ts";
import type { Range } from "#core/model/place.ts";
import type { YamlNode } from "#core/text/yaml/yaml.ts";
import { headerName, headersToSend, jsonWith, pointer, textWith, writtenTextWith } from "./project-values.ts";
import { SECRET_VARIABLE } from "./variable-names.ts";

const request = {
  endpoint: required("The endpoint that it is sent to: POST /api/auth/login", endpoint),
  body: optional(
    "A JSON body to send to it. ${secret:NAME} is filled in from your own environment.",
    jsonWith(SECRET_VARIABLE),
  ),
  form: optional(
    "A form to send to it in place of `body`, by name: { username: admin, password: secret }",
    mapOf(writtenTextWith(SECRET_VARIABLE)),
  ),
  headers: optional("Headers to send to it, by name.", headersToSend),
  expect: optional(
    "The status that a success answers: 303. Without this, it is any 2xx. Redirects are not followed.",
    integer(100, 599),
  ),
};

const jsonObject: typeof json = {
  schema: { type: "object" },
  read: (node, at) => (node.kind === "map" ? json.read(node, at) : reportType(node, at, "a mapping")),
};

const loginFields = {
  ...request,
  register: optional("A request that registers the user first.", checked(record(request), onlyOneBody)),
  token: optional(
    "A JSON pointer (RFC 6901) to the token in the answer: /token. Without this, only the answer's cookies log in.",
    pointer,
  ),
  header: optional("The header that carries the token. Without this: Authorization", headerName),
  value: optional("What the header says; ${token} is the token. Without this: Bearer ${token}", textWith("token")),
};

/** A request that logs in. */
export const login = checked(record(loginFields), (written, range, at) => {
  if (written.token === undefined && (written.header ?? written.value) !== undefined) {
    at.report("login-token-missing", range, { key: at.path });
    return false;
  }
  return onlyOneBody(written, range, at);
});

const mint = record({
  algorithm: required("How it is signed: HS256, RS256 or EdDSA.", choice(["HS256", "RS256", "EdDSA"])),
  claims: optional(
    'The claims: { sub: "1", role: admin }. `iat` and `exp` are added where they are not among them.',
    jsonObject,
  ),
  lifetime: optional("How long it is good for. Without this: 24h", duration),
  header: optional("The header that carries the token. Without this: Authorization", headerName),
  value: optional("What the header says; ${token} is the token. Without this: Bearer ${token}", textWith("token")),
});

/** The ways in which an identity is made known, by their keys; an identity has one of them. */
const methods = {
  login: optional(
    "A request that logs in. It is sent once a side; each side has its own token and its own cookies.",
    login,
  ),
  headers: optional("Headers that each request carries, by name: { X-Api-Key: abc }", headersToSend),
  mint: optional(
    "A web token that Portolan signs with a key of its own. The servers get the key by ${identity:NAME.key} in their environment: the secret, or the public key as PEM; ${identity:NAME.private_key} is the private one. Identities of one algorithm share the key.",
    mint,
  ),
};

const METHODS = ["login", "headers", "mint"] as const;

const nobody = choice([NOBODY]);

const method = noneOr(checked(record(methods), onlyOneMethod));

const identity = noneOr(
  checked(
    record({
      ...methods,
      scheme: optional(
        "The security schemes of the contract that it serves, one or a list. Operations that ask for them are sent with it.",
        oneOrMore(text),
      ),
      python: optional("How it is made known to the Python server, where that is another way.", method),
      rust: optional("How it is made known to the Rust server, where that is another way.", method),
    }),
    (written, range, at) => {
      const isCommon = METHODS.some((name) => written[name] !== undefined);
      if (isCommon || (written.python !== undefined && written.rust !== undefined)) {
        return !isCommon || onlyOneMethod(written, range, at);
      }
      at.report("identity-method-missing", range, { key: at.path, known: METHODS.join(", ") });
      return false;
    },
  ),
);

/** Identities by name. */
export const identities: ReturnType<typeof mapOf<NonNullable<ReturnType<typeof identity.read>>>> = {
  schema: { ...mapOf(identity).schema, propertyNames: { pattern: String.raw`^(?!none$)[A-Za-z][\w-]*$` } },
  read: (node, at) => {
    for (const { key, keyRange } of node.kind === "map" ? node.entries : []) {
      if (/^(?!none$)[A-Za-z][\w-]*$/.test(key)) continue;
      at.report("identity-name-unreadable", keyRange, { name: key });
      return undefined;
    }
    return mapOf(identity).read(node, at);
  },
};

export type WrittenLogin = NonNullable<ReturnType<typeof login.read>>;
export type WrittenRequest = Pick<WrittenLogin, keyof typeof request>;
export type WrittenMint = NonNullable<ReturnType<typeof mint.read>>;
export type WrittenMethod = NonNullable<ReturnType<typeof method.read>>;
export type WrittenIdentities = NonNullable<ReturnType<typeof identities.read>>;

type Check<T> = (written: T, range: Range, at: Spot) => boolean;

/** A shape whose whole value is looked at once more. */
function checked<T>(shape: Shape<T>, isUsable: Check<T>): Shape<T> {
  return {
    schema: shape.schema,
    read: (node, at) => {
      const written = located(shape).read(node, at);
      return written !== undefined && isUsable(written.value, written.range, at) ? written.value : undefined;
    },
  };
}

function onlyOneBody(
  { body, form }: { readonly body: YamlNode | undefined; readonly form: unknown },
  range: Range,
  at: Spot,
): boolean {
  if (body === undefined || form === undefined) return true;
  at.report("login-body-twice", range, { key: at.path });
  return false;
}

function onlyOneMethod(written: Readonly<Partial<Record<string, unknown>>>, range: Range, at: Spot): boolean {
  const found = METHODS.filter((name) => written[name] !== undefined);
  if (found.length === 1) return true;
  if (found.length === 0) at.report("identity-method-missing", range, { key: at.path, known: METHODS.join(", ") });
  else at.report("identity-methods-several", range, { key: at.path, found: found.join(", ") });
  return false;
}

/** The word `none`, or something else. */
function noneOr<T>(shape: Shape<T>): Shape<T | typeof NOBODY> {
  return {
    schema: { anyOf: [nobody.schema, shape.schema] },
    read: (node, at) => (node.kind === "scalar" ? nobody.read(node, at) : shape.read(node, at)),
  };
}
