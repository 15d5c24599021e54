import type { EndpointKey, Method } from "#core/model/endpoint.ts";
import type { Operation } from "#core/model/operation.ts";
import type { Route } from "#core/model/route.ts";

/** One endpoint with all that declares it. */
export interface Pair {
  readonly key: EndpointKey;
  readonly method: Method;
  /** With parameter names: the contract's, else Python's, else Rust's. */
  readonly path: string;
  readonly operation?: Operation;
  readonly python: readonly Route[];
  readonly rust: readonly Route[];
}
