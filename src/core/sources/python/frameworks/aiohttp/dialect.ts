import type { PathParameter, PathStep } from "#core/model/route.ts";
import type { Dialect } from "../../../routes/dialect.ts";
import type { PathTemplate } from "../../../routes/path-template.ts";

/** aiohttp's resources (docs.aiohttp.org, "Variable Resources"): what a path begins with plainly is looked up first. */
export const AIOHTTP_DIALECT: Dialect = {
  readPath,
  joinPath: (steps) => {
    const taken = steps.map((step, index) =>
      index < steps.length - 1 || step.by.endsWith("static") ? withoutSlash(step) : step,
    );
    return { text: taken.map(({ text }) => text).join(""), steps: taken };
  },
  answering: "the most exact",
};

/** The prefix of an app within another one, or of a folder of files, has no slash at its end. */
function withoutSlash(step: PathStep): PathStep {
  return { ...step, text: step.text.replace(/\/+$/, "") };
}

/** `{name}`, `{name:\d{4}}`, where braces stand within braces once. */
const PARAMETER = /\{([A-Za-z_]\w*)(?::([^{}]*(?:\{[^{}]*\}[^{}]*)*))?\}/g;

function readPath(text: string): PathTemplate {
  const parameters: PathParameter[] = [];
  const path = text.replaceAll(PARAMETER, (_, name: string, pattern?: string) => {
    parameters.push({ name, ...(pattern !== undefined && matchedBy(pattern)) });
    return `{${name}}`;
  });
  return { path, parameters };
}

/** A pattern that takes anything takes the rest of the path, any other only some segments. */
function matchedBy(pattern: string): Omit<PathParameter, "name"> {
  return { converter: pattern, ...(/^\.[*+]\??$/.test(pattern) ? { isRest: true } : { isNarrow: true }) };
}
