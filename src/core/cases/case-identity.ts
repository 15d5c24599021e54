import type { EndpointKey } from "#core/model/endpoint.ts";
import { type Identity, NOBODY } from "#core/model/identity.ts";
import type { Operation } from "#core/model/operation.ts";
import type { Project } from "#core/model/project.ts";
import type { WrittenCase } from "./read-case-file.ts";

type Identities = Pick<Project, "identities">;

/**
 * Who sends a case that does not say it, by name: where the contract asks for a login, the identity that serves its scheme,
 * else the first. An identity of a header that the operation declares as a parameter sends it too: so do documents describe
 * a key that a handler takes as a header. What is not in the contract is sent logged in, as most endpoints are, and so is all of a
 * contract that says nothing of security; a login itself never is.
 */
export function identityFor(
  endpoint: EndpointKey,
  operation: Operation | undefined,
  { identities = [] }: Identities,
): string | undefined {
  const isLogin = identities.some(({ methods }) =>
    Object.values(methods).some(
      (method) =>
        method.kind === "login" && (method.request.endpoint === endpoint || method.register?.endpoint === endpoint),
    ),
  );
  if (isLogin) return undefined;
  if (operation?.isSecured === false) return identities.find((identity) => hasHeaderOf(operation, identity))?.name;
  const serving = (operation?.schemes ?? []).flatMap(
    (scheme) => identities.find(({ schemes }) => schemes.includes(scheme)) ?? [],
  );
  return (serving[0] ?? identities[0])?.name;
}

/** Whether an operation declares a header that the identity's requests carry. */
function hasHeaderOf({ parameters }: Operation, { methods }: Identity): boolean {
  const declared = new Set(parameters.flatMap((each) => (each.in === "header" ? each.name.toLowerCase() : [])));
  return Object.values(methods).some(
    (method) => method.kind === "headers" && method.headers.some(([name]) => declared.has(name.toLowerCase())),
  );
}

/** Who sends a case of a file: a name or undefined for nobody; or the code of a finding about it. */
export function writtenIdentity(
  { endpoint, login, as }: WrittenCase,
  operation: Operation | undefined,
  project: Identities,
): { readonly name: string | undefined } | { readonly code: string } {
  const { identities = [] } = project;
  if (as !== undefined) {
    if (as.value === NOBODY) return { name: undefined };
    const isKnown = identities.some(({ name }) => name === as.value);
    return isKnown ? { name: as.value } : { code: "case-identity-unknown" };
  }
  if (login?.value === true && identities.length === 0) return { code: "case-login-missing" };
  if (login?.value === false) return { name: undefined };
  const usual = identityFor(endpoint.key, operation, project);
  return { name: login?.value === true ? (usual ?? identities[0]?.name) : usual };
}
