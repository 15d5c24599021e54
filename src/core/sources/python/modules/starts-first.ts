import type { PythonFacts, PythonStatement } from "#core/model/sources/python-facts.ts";
import type { Vocabulary } from "../values/vocabulary.ts";

/**
 * Modules that make an app and that no other names come first: a server starts there, and modules that import one another
 * only work in the order that it has them in.
 */
export function startsFirst(vocabulary: Vocabulary, files: readonly PythonFacts[]): readonly PythonFacts[] {
  const named = new Set<string>();
  for (const { body } of files) {
    for (const statement of body) {
      if (statement.kind !== "import" && statement.kind !== "import-from") continue;
      for (const part of statement.module.split(".")) named.add(part);
      if (statement.kind === "import-from") for (const { name } of statement.names ?? []) named.add(name);
    }
  }
  const isStart = ({ file, body }: PythonFacts): boolean =>
    !named.has(moduleName(file)) && body.some((each) => importsApp(vocabulary, each));
  return [...files.filter(isStart), ...files.filter((each) => !isStart(each))];
}

/** Whether two texts of a file import the same, so that the order of the modules stays. */
export function importTheSame(before: PythonFacts, now: PythonFacts): boolean {
  return JSON.stringify(importsOf(before)) === JSON.stringify(importsOf(now));
}

function importsOf({ body }: PythonFacts): readonly unknown[] {
  return body.flatMap((statement): readonly unknown[] => {
    if (statement.kind === "import") return [statement.module];
    return statement.kind === "import-from" ? [statement.module, statement.names] : [];
  });
}

function importsApp({ appClasses, isOfFramework }: Vocabulary, statement: PythonStatement): boolean {
  if (statement.kind === "import") return isOfFramework(statement.module);
  return statement.kind === "import-from" && statement.names?.some(({ name }) => appClasses.has(name)) === true;
}

/** `app/main.py` → `main` */
function moduleName(file: string): string {
  return file.replace(/(?:\/__init__)?\.py$/, "").replace(/^.*\//, "");
}
