import type { PythonFacts, PythonStatement } from "#core/model/sources/python-facts.ts";
import type { Vocabulary } from "../values/vocabulary.ts";

/** Whether code, as facts of any kind, visibly registers routes: by such a call, or by what decorates a function. */
export function registersRoutes({ registering }: Vocabulary, code: unknown): boolean {
  /** `app.route` as well, which is too common a word to tell by itself that a text has to do with routes. */
  const isWord = (name: unknown): boolean => name === "route" || registering.has(String(name));
  const registers = (part: unknown): boolean => {
    if (typeof part !== "object" || part === null) return false;
    if (Array.isArray(part)) return part.some(registers);
    if ("kind" in part && part.kind === "member" && "name" in part && isWord(part.name)) return true;
    if ("decorators" in part && Array.isArray(part.decorators) && part.decorators.length > 0) return true;
    return Object.values(part).some(registers);
  };
  return registers(code);
}

/** Whether a module has to do with routes: it imports of a framework, or a function of its uses words of such code. */
export function speaksOfRoutes({ isOfFramework }: Vocabulary, { body }: PythonFacts): boolean {
  const speaks = (statement: PythonStatement): boolean => {
    if (statement.kind === "import" || statement.kind === "import-from") return isOfFramework(statement.module);
    if (statement.kind === "class") return statement.body.some(speaks);
    return statement.kind === "function" && statement.mentionsRoutes;
  };
  return body.some(speaks);
}
