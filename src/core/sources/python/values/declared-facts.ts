import type { ModelRef } from "#core/model/sources/wire-model.ts";

/** What a call says of the routes that it declares, or that an app, a router or an include says of all below it. */
export interface DeclaredFacts {
  readonly isHidden: boolean;
  readonly isDeprecated: boolean;
  readonly tags: readonly string[];
  /** Names of what is run before the handler: `Depends(x)` is `x`. */
  readonly dependencies: readonly string[];
  readonly statusCode?: number;
  /** `none`: said to have none, so that the return type does not count. */
  readonly responseModel?: ModelRef | "none";
}

export const NO_FACTS: DeclaredFacts = { isHidden: false, isDeprecated: false, tags: [], dependencies: [] };

/** What holds below: all of both; of the single values, the inner one. */
export function mergeFacts(outer: DeclaredFacts, inner: DeclaredFacts): DeclaredFacts {
  if (inner === NO_FACTS) return outer;
  return {
    ...outer,
    ...inner,
    isHidden: outer.isHidden || inner.isHidden,
    isDeprecated: outer.isDeprecated || inner.isDeprecated,
    tags: union(outer.tags, inner.tags),
    dependencies: union(outer.dependencies, inner.dependencies),
  };
}

export function union(one: readonly string[], other: readonly string[]): readonly string[] {
  return other.length === 0 ? one : [...new Set([...one, ...other])];
}
