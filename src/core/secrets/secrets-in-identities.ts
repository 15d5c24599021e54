import type { IdentityMethod, LoginRequest } from "#core/model/identity.ts";
import type { Project } from "#core/model/project.ts";
import type { Exchange } from "#core/model/run/exchange.ts";
import type { HttpRequest } from "#core/ports.ts";
import { stringAtPointer } from "#core/text/json/string-at-pointer.ts";
import { presentedSecrets, secretsInRequest } from "./find-secrets.ts";
import { secretsInCommand } from "./secret-shapes.ts";

/** Headers that say who or what somebody is, and prove nothing: `X-User-Id`, `Accept-Language`. */
const NO_PROOF = /(?:^|[-_])(?:user|username|email|name|roles?|tenant|org|id|language|agent|accept|type|version)$/i;

/** The ways in which identities are made known, each once. */
export function methodsOf({ identities = [] }: Pick<Project, "identities">): readonly IdentityMethod[] {
  return identities.flatMap(({ methods }) => [methods.python, methods.rust]);
}

/** What a project file says about identities that is a secret. */
export function secretsInMethod(method: IdentityMethod): readonly string[] {
  switch (method.kind) {
    case "headers":
      return method.headers.flatMap(([name, value]) => (NO_PROOF.test(name) ? [] : presentedSecrets(value)));
    case "login": {
      const requests = [method.request, ...(method.register === undefined ? [] : [method.register])];
      return [...requests.flatMap(secretsInLogin), ...(method.token ? secretsInCommand(method.token.value) : [])];
    }
    case "minted":
      return secretsInCommand(method.value);
    case "none":
      return [];
  }
}

/** The headers that carry an identity, in lower case: they are secrets whatever their names. */
export function headersOf(method: IdentityMethod): readonly string[] {
  if (method.kind === "login") return method.token === undefined ? [] : [method.token.header.toLowerCase()];
  if (method.kind === "minted") return [method.header.toLowerCase()];
  if (method.kind === "none") return [];
  return method.headers.flatMap(([name]) => (NO_PROOF.test(name) ? [] : [name.toLowerCase()]));
}

/** What a login was answered. */
interface LoginSecrets {
  readonly tokens: readonly string[];
  readonly cookies: readonly string[];
}

const NOTHING: LoginSecrets = { tokens: [], cookies: [] };

/** The token and the cookies in what may be the answer to a login. */
export function secretsOfLogin(
  method: IdentityMethod,
  { target }: Pick<HttpRequest, "target">,
  { outcome }: Exchange,
): LoginSecrets {
  if (method.kind !== "login" || outcome.kind === "unreachable") return NOTHING;
  const { request, register, token } = method;
  if (request.path !== target && register?.path !== target) return NOTHING;
  const { headers, body } = outcome;
  const cookies = headers.flatMap(([name, value]) =>
    name.toLowerCase() === "set-cookie"
      ? [
          value
            .replace(/;.*/s, "")
            .replace(/^[^=]*=/, "")
            .trim(),
        ]
      : [],
  );
  const found = token && body.kind === "text" ? stringAtPointer(body.text, token.pointer) : undefined;
  return { cookies, tokens: found === undefined ? [] : [found] };
}

function secretsInLogin({ path, headers, body }: LoginRequest): readonly string[] {
  return secretsInRequest({ target: path, headers, body });
}
