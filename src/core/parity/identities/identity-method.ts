import type { Side } from "#core/model/endpoint.ts";
import type { Identity, IdentityMethod } from "#core/model/identity.ts";
import type { Clock, HttpClient } from "#core/ports.ts";
import type { Credentials } from "./credentials.ts";
import type { Minting } from "./minting.ts";

/** Where an identity is made known. */
export interface IdentityContext {
  readonly side: Side;
  readonly identity: Pick<Identity, "name" | "setting">;
  readonly client: HttpClient;
  readonly clock: Clock;
  readonly minting: Minting;
  readonly signal: AbortSignal;
}

/** Makes an identity known to a running server in one of the ways there are. Throws a UserError that names both where that fails. */
export type ObtainCredentials<Method extends IdentityMethod> = (
  method: Method,
  context: IdentityContext,
) => Promise<Credentials>;
