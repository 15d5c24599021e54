import type { PythonFacts, PythonStatement } from "#core/model/sources/python-facts.ts";
import { REGISTERING } from "./route-words.ts";

/** `app.route` as well, which is too common a word to tell by itself that a text has to do with routes. */
const REGISTERS = new Set([...REGISTERING, "route"]);

/** Whether code, as facts of any kind, visibly registers routes: by such a call, or by what decorates a function. */
export function registersRoutes(code: unknown): boolean {
  if (typeof code !== "object" || code === null) return false;
  if (Array.isArray(code)) return code.some(registersRoutes);
  if ("kind" in code && code.kind === "member" && "name" in code && REGISTERS.has(String(code.name))) return true;
  if ("decorators" in code && Array.isArray(code.decorators) && code.decorators.length > 0) return true;
  return Object.values(code).some(registersRoutes);
}

/** Whether a module has to do with routes: it imports of a framework, or a function of its uses words of such code. */
export function speaksOfRoutes({ body }: PythonFacts): boolean {
  return body.some(speaks);
}

function speaks(statement: PythonStatement): boolean {
  if (statement.kind === "import" || statement.kind === "import-from")
    return /^(?:fastapi|starlette)\b/.test(statement.module);
  if (statement.kind === "class") return statement.body.some(speaks);
  return statement.kind === "function" && statement.mentionsRoutes;
}
