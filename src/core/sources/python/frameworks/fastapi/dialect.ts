import type { PathParameter, PathStep } from "#core/model/route.ts";
import type { Dialect } from "../../../routes/dialect.ts";
import type { PathTemplate } from "../../../routes/path-template.ts";

/** Starlette's paths (starlette.io/routing): prefixes as they are, the first route that matches answers. */
export const STARLETTE_DIALECT: Dialect = {
  readPath,
  joinPath: (steps) => {
    const taken = steps.map((step, index) => (index < steps.length - 1 ? withoutMountSlash(step) : step));
    return { text: taken.map(({ text }) => text).join(""), steps: taken };
  },
  answering: "the first declared",
};

/** A mount's own slash at the end gives way to the path below it. */
function withoutMountSlash(step: PathStep): PathStep {
  return step.by === "mount" ? { ...step, text: step.text.replace(/\/+$/, "") } : step;
}

/** `/files/{name:path}` → `/files/{name}` with the converter `path`. */
function readPath(text: string): PathTemplate {
  const parameters: PathParameter[] = [];
  const path = text.replaceAll(/\{([A-Za-z_]\w*)(?::([A-Za-z_]\w*))?\}/g, (_, name: string, converter?: string) => {
    parameters.push({ name, ...(converter !== undefined && convertedBy(converter)) });
    return `{${name}}`;
  });
  return { path, parameters };
}

/** JSON Schema types of what converters give ("Path Parameters"). */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  int: ["integer", "number"],
  float: ["number"],
  str: ["string"],
  path: ["string"],
  uuid: ["string"],
};

function convertedBy(converter: string): Omit<PathParameter, "name"> {
  const types = TYPES[converter];
  const takesAny = converter === "str" || converter === "path";
  return {
    converter,
    ...(types && { types }),
    ...(!takesAny && { isNarrow: true }),
    ...(converter === "path" && { isRest: true }),
  };
}
