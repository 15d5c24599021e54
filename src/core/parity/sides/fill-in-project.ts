import type { Side } from "#core/model/endpoint.ts";
import type { IdentityMethod, LoginRequest } from "#core/model/identity.ts";
import type { Project, ServerSettings } from "#core/model/project.ts";
import type { TextBody } from "#core/model/run/case-body.ts";
import type { Secrets } from "#core/ports.ts";
import type { Minting } from "../identities/minting.ts";
import { MissingSecrets } from "./missing-secrets.ts";

type Pairs = LoginRequest["headers"];

/**
 * The project with the secrets of the caller, `${secret:NAME}`, and the keys that we made, `${identity:NAME.key}`, in the
 * places that the project file has for them. It is kept in memory only. Throws a UserError that names all secrets that are
 * not there.
 */
export function fillInProject(project: Project, secrets: Secrets, minting: Minting): Project {
  const missing = new Set<string>();
  const fill = (text: string): string =>
    text
      .replaceAll(/\$\{secret:([A-Za-z_]\w*)\}/g, (_, name: string) => {
        const value = secrets.valueOf(name);
        if (value === undefined) missing.add(name);
        return value ?? "";
      })
      .replaceAll(/\$\{identity:([\w-]+)\.(key|private_key)\}/g, (_, name: string, part: string) => {
        const key = minting.keyFor(algorithmOf(name, project));
        return part === "key" ? key.verifying : key.signing;
      });
  const withEnvironment = <T extends Pick<ServerSettings, "environment">>(settings: T): T => ({
    ...settings,
    environment: Object.fromEntries(Object.entries(settings.environment).map(([name, value]) => [name, fill(value)])),
  });
  const { servers, services, identities } = project;
  const filled: Project = {
    ...project,
    servers: { python: withEnvironment(servers.python), rust: withEnvironment(servers.rust) },
    ...(services && { services: services.map(withEnvironment) }),
    ...(identities && {
      identities: identities.map(({ methods, ...identity }) => {
        const method = (side: Side): IdentityMethod => fillInMethod(methods[side], fill);
        return { ...identity, methods: { python: method("python"), rust: method("rust") } };
      }),
    }),
  };
  if (missing.size > 0) throw new MissingSecrets([...missing], "portolan.yaml");
  return filled;
}

function fillInMethod(method: IdentityMethod, fill: (text: string) => string): IdentityMethod {
  const pairs = (headers: Pairs): Pairs => headers.map(([name, value]) => [name, fill(value)]);
  const request = (sent: LoginRequest): LoginRequest => ({
    ...sent,
    headers: pairs(sent.headers),
    body: fillInBody(sent.body, fill),
  });
  if (method.kind === "headers") return { ...method, headers: pairs(method.headers) };
  if (method.kind !== "login") return method;
  return {
    ...method,
    request: request(method.request),
    ...(method.register && { register: request(method.register) }),
  };
}

/** A value goes into a form and into JSON in the spelling that these have for it. */
function fillInBody(body: TextBody, fill: (text: string) => string): TextBody {
  if (body.kind === "none") return body;
  if (body.mediaType === "application/json") {
    const text = body.text.replaceAll(/\$\{[^}]*\}/g, (written) => JSON.stringify(fill(written)).slice(1, -1));
    return { ...body, text };
  }
  const fields = [...new URLSearchParams(body.text)].map(([name, value]) => [name, fill(value)]);
  return { ...body, text: new URLSearchParams(fields).toString() };
}

function algorithmOf(name: string, { identities = [] }: Project) {
  const methods = Object.values(identities.find((identity) => identity.name === name)?.methods ?? {});
  const minted = methods.find((method) => method.kind === "minted");
  if (minted === undefined) throw new Error(`The project file was read with a key of ${name}, which has none.`);
  return minted.algorithm;
}
