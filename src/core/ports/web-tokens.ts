import type { SigningAlgorithm } from "#core/model/identity.ts";

/** A key that we made to sign web tokens with. */
export interface SigningKey {
  /** What a server checks a token with: the secret itself, or the public key as PEM. */
  readonly verifying: string;
  /** The secret, or the private key as PEM. */
  readonly signing: string;
  /** A web token (RFC 7519) with these claims, an object as JSON text. */
  sign(claims: string): string;
}

export interface WebTokens {
  /** A new key, which nobody else knows. */
  makeKey(algorithm: SigningAlgorithm): SigningKey;
}
