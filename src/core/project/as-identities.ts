import type { Side } from "#core/model/endpoint.ts";
import { type Identity, type IdentityMethod, type LoginRequest, NOBODY } from "#core/model/identity.ts";
import type { TextBody } from "#core/model/run/case-body.ts";
import { jsonText } from "#core/text/yaml/yaml-json.ts";
import type { WrittenIdentities, WrittenLogin, WrittenMethod, WrittenMint, WrittenRequest } from "./identity-format.ts";

/** The name of the one identity that `login` says. */
const DEFAULT = "default";

/** What a project file says about who sends requests. */
export function asIdentities(written: {
  readonly login: WrittenLogin | undefined;
  readonly identities: WrittenIdentities | undefined;
}): readonly Identity[] {
  const { login, identities = [] } = written;
  const short: readonly Identity[] =
    login === undefined ? [] : [{ name: DEFAULT, setting: "login", schemes: [], methods: onBothSides(asLogin(login)) }];
  return [
    ...short,
    ...identities.map(([name, identity]): Identity => {
      const setting = `identities.${name}`;
      if (identity === NOBODY) return { name, setting, schemes: [], methods: onBothSides({ kind: "none" }) };
      const { scheme = [], python, rust } = identity;
      const methods: Record<Side, IdentityMethod> = {
        python: asMethod(python ?? identity),
        rust: asMethod(rust ?? identity),
      };
      return { name, setting, schemes: scheme, methods };
    }),
  ];
}

function onBothSides(method: IdentityMethod): Identity["methods"] {
  return { python: method, rust: method };
}

function asMethod(written: WrittenMethod): IdentityMethod {
  if (written === NOBODY) return { kind: "none" };
  if (written.login !== undefined) return asLogin(written.login);
  if (written.mint !== undefined) return asMinted(written.mint);
  return { kind: "headers", headers: written.headers ?? [] };
}

const DAY_MS = 24 * 60 * 60 * 1000;

function asMinted({ algorithm, claims, lifetime = DAY_MS, header, value }: WrittenMint): IdentityMethod {
  return {
    kind: "minted",
    algorithm,
    claims: claims === undefined ? "{}" : jsonText(claims),
    claimNames: claims?.kind === "map" ? claims.entries.map(({ key }) => key) : [],
    lifetimeMs: lifetime,
    header: header ?? "Authorization",
    value: value ?? "Bearer ${token}",
  };
}

function asLogin({ register, token, header, value, ...request }: WrittenLogin): IdentityMethod {
  return {
    kind: "login",
    ...(register !== undefined && { register: asRequest(register) }),
    request: asRequest(request),
    ...(token !== undefined && {
      token: { pointer: token, header: header ?? "Authorization", value: value ?? "Bearer ${token}" },
    }),
  };
}

function asRequest({ endpoint, body, form, headers = [], expect }: WrittenRequest): LoginRequest {
  const { key, method, path } = endpoint;
  return {
    endpoint: key,
    method,
    path,
    headers,
    body: asBody(body, form),
    ...(expect !== undefined && { expect }),
  };
}

function asBody(body: WrittenRequest["body"], form: WrittenRequest["form"]): TextBody {
  if (body !== undefined) return { kind: "text", text: jsonText(body), mediaType: "application/json" };
  if (form === undefined) return { kind: "none" };
  const pairs = form.map(([name, value]) => [name, value]);
  return {
    kind: "text",
    text: new URLSearchParams(pairs).toString(),
    mediaType: "application/x-www-form-urlencoded",
  };
}
