import type { MintedToken } from "#core/model/identity.ts";
import { carriedBy } from "./credentials.ts";
import type { ObtainCredentials } from "./identity-method.ts";

/** A web token that we sign; the server knows the key by its environment. */
export const mintedToken: ObtainCredentials<MintedToken> = (method, { minting }) => {
  const token = minting.tokenFor(method);
  return Promise.resolve(carriedBy([[method.header, method.value.replaceAll("${token}", () => token)]]));
};
