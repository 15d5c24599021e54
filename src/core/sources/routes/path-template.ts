import type { PathParameter } from "#core/model/route.ts";

/** A path in OpenAPI's form and what its parameters are in the framework's. */
export interface PathTemplate {
  readonly path: string;
  readonly parameters: readonly PathParameter[];
}

/** What stands for a part of a path that is not known. */
export const UNKNOWN_PART = "{?}";

/** axum, old and new spelling: `/:id`, `/*rest`, `/{id}`, `/{*rest}`; `{{` is a brace. */
export function readAxumPath(text: string): PathTemplate {
  const parameters: PathParameter[] = [];
  const add = (name: string, isRest: boolean): string => {
    parameters.push({ name, ...(isRest && { isRest: true }) });
    return `{${name}}`;
  };
  const path = text
    .split("/")
    .map((segment) => {
      if (segment === UNKNOWN_PART) return segment;
      const old = /^([:*])([^/{}]+)$/.exec(segment);
      if (old?.[2] !== undefined) return add(old[2], old[1] === "*");
      return segment.replaceAll(/\{(\*?)([A-Za-z_]\w*)\}/g, (_, star: string, name: string) => add(name, star !== ""));
    })
    .join("/");
  return { path, parameters };
}
