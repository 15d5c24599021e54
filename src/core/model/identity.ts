import type { EndpointKey, Method, Side } from "./endpoint.ts";
import type { TextBody } from "./run/case-body.ts";

type Pairs = readonly (readonly [name: string, value: string])[];

/** A request that logs in, or that registers a user. */
export interface LoginRequest {
  readonly endpoint: EndpointKey;
  readonly method: Method;
  readonly path: string;
  readonly headers: Pairs;
  readonly body: TextBody;
  /** The status of a success; any 2xx where it is not said. */
  readonly expect?: number;
}

/** A token in the answer to a login, and the header that carries it. */
export interface LoginToken {
  /** JSON pointer (RFC 6901) to the token in the answer. */
  readonly pointer: string;
  readonly header: string;
  /** `${token}` is filled in. */
  readonly value: string;
}

/** How a web token is signed (RFC 7518, RFC 8037). */
export type SigningAlgorithm = "HS256" | "RS256" | "EdDSA";

/** A web token (RFC 7519) that we sign. */
export interface MintedToken {
  readonly kind: "minted";
  readonly algorithm: SigningAlgorithm;
  /** An object as JSON text, numbers as the project file spells them. */
  readonly claims: string;
  /** The names of these claims. */
  readonly claimNames: readonly string[];
  readonly lifetimeMs: number;
  readonly header: string;
  /** `${token}` is filled in. */
  readonly value: string;
}

/** How a side gets to know who sends a request. */
export type IdentityMethod =
  /** Cookies of the answers are kept and sent, beside the token or without one. */
  | {
      readonly kind: "login";
      readonly register?: LoginRequest;
      readonly request: LoginRequest;
      readonly token?: LoginToken;
    }
  | { readonly kind: "headers"; readonly headers: Pairs }
  | MintedToken
  | { readonly kind: "none" };

/** Somebody who sends requests. */
export interface Identity {
  readonly name: string;
  /** The key in the project file that says it: `login`, `identities.admin`. */
  readonly setting: string;
  /** The security schemes of the contract that it serves. */
  readonly schemes: readonly string[];
  readonly methods: Readonly<Record<Side, IdentityMethod>>;
}

/** Who sends a request that needs no login, by name. */
export const NOBODY = "none";
