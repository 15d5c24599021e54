import type { PathParameter } from "#core/model/route.ts";

/** A path in OpenAPI's form and what its parameters are in the framework's. */
export interface PathTemplate {
  readonly path: string;
  readonly parameters: readonly PathParameter[];
}

/** What stands for a part of a path that is not known. */
export const UNKNOWN_PART = "{?}";
