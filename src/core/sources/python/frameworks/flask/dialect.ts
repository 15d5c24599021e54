import type { PathParameter, PathStep } from "#core/model/route.ts";
import type { Dialect } from "../../../routes/dialect.ts";
import type { PathTemplate } from "../../../routes/path-template.ts";

/** Flask's rules (flask.palletsprojects.com, "URL Route Registrations"), which Werkzeug matches: the most exact one answers. */
export const FLASK_DIALECT: Dialect = {
  readPath,
  joinPath: (steps) => {
    const joined = steps.reduce(withNext, []);
    return { text: joined.map(({ text }) => text).join(""), steps: joined };
  },
  answering: "the most exact",
};

/** A prefix and what comes below it are joined with exactly one slash; an empty rule is the prefix itself. */
function withNext(before: readonly PathStep[], step: PathStep): readonly PathStep[] {
  const last = before.at(-1);
  if (!last || step.text === "") return [...before, step];
  const trimmed = { ...last, text: last.text.replace(/\/+$/, "") };
  return [...before.slice(0, -1), trimmed, { ...step, text: `/${step.text.replace(/^\/+/, "")}` }];
}

/** `<name>`, `<int:id>`, `<any(a, b):kind>` */
const PARAMETER = /<(?:([A-Za-z_]\w*)(?:\(([^)]*)\))?:)?([A-Za-z_]\w*)>/g;

/** `/posts/<int:id>` → `/posts/{id}` with the converter `int`. */
function readPath(text: string): PathTemplate {
  const parameters: PathParameter[] = [];
  const path = text.replaceAll(
    PARAMETER,
    (_, converter: string | undefined, given: string | undefined, name: string) => {
      parameters.push({ name, ...(converter !== undefined && convertedBy(converter, given)) });
      return `{${name}}`;
    },
  );
  return { path, parameters };
}

/** JSON Schema types of what Werkzeug's converters give (werkzeug.palletsprojects.com, "Built-in Converters"). */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  default: ["string"],
  string: ["string"],
  any: ["string"],
  path: ["string"],
  int: ["integer", "number"],
  float: ["number"],
  uuid: ["string"],
};

function convertedBy(converter: string, given: string | undefined): Omit<PathParameter, "name"> {
  const types = TYPES[converter];
  const takesAny = given === undefined && ["default", "string", "path"].includes(converter);
  return {
    converter,
    ...(types && { types }),
    ...(!takesAny && { isNarrow: true }),
    ...(converter === "path" && { isRest: true }),
  };
}
