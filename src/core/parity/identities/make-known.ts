import type { IdentityMethod } from "#core/model/identity.ts";
import type { Project } from "#core/model/project.ts";
import type { Credentials } from "./credentials.ts";
import type { IdentityContext, ObtainCredentials } from "./identity-method.ts";
import { logIn } from "./log-in.ts";
import { mintedToken } from "./minted-token.ts";
import { nobody } from "./nobody.ts";
import { staticHeaders } from "./static-headers.ts";

/** The ways in which an identity is made known to a server. */
const METHODS: { readonly [Kind in IdentityMethod["kind"]]: ObtainCredentials<IdentityMethod & { kind: Kind }> } = {
  login: logIn,
  headers: staticHeaders,
  minted: mintedToken,
  none: nobody,
};

/**
 * Makes all identities known to a running server, one after the other; credentials by name. Those that are `registered` in the
 * database already only log in.
 */
export async function makeKnown(
  { identities = [] }: Pick<Project, "identities">,
  context: Omit<IdentityContext, "identity">,
  registered: readonly string[] = [],
): Promise<ReadonlyMap<string, Credentials>> {
  const credentials = new Map<string, Credentials>();
  for (const identity of identities) {
    const given = identity.methods[context.side];
    const method = registered.includes(identity.name) ? withoutRegistration(given) : given;
    credentials.set(identity.name, await obtain(method, { ...context, identity }));
    context.signal.throwIfAborted();
  }
  return credentials;
}

function withoutRegistration(method: IdentityMethod): IdentityMethod {
  if (method.kind !== "login") return method;
  const { register: _, ...login } = method;
  return login;
}

function obtain<Kind extends IdentityMethod["kind"]>(
  method: IdentityMethod & { kind: Kind },
  context: IdentityContext,
): Promise<Credentials> {
  const kind: Kind = method.kind;
  return METHODS[kind](method, context);
}
