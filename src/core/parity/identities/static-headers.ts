import type { IdentityMethod } from "#core/model/identity.ts";
import { carriedBy } from "./credentials.ts";
import type { ObtainCredentials } from "./identity-method.ts";

/** The same headers with each request: a key, or credentials of RFC 7617. */
export const staticHeaders: ObtainCredentials<IdentityMethod & { kind: "headers" }> = ({ headers }) =>
  Promise.resolve(carriedBy(headers));
