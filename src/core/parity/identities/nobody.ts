import type { IdentityMethod } from "#core/model/identity.ts";
import type { ObtainCredentials } from "./identity-method.ts";

/** Somebody whom this side does not ask who it is. */
export const nobody: ObtainCredentials<IdentityMethod & { kind: "none" }> = () =>
  Promise.resolve({ headers: [], cookies: [] });
