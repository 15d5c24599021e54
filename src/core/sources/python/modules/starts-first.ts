import type { PythonFacts, PythonStatement } from "#core/model/sources/python-facts.ts";
import type { Vocabulary } from "../values/vocabulary.ts";

/**
 * Modules that make an app and that no other names come first: a server starts there, and modules that import one another
 * only work in the order that it has them in.
 */
export function startsFirst(vocabulary: Vocabulary, files: readonly PythonFacts[]): readonly PythonFacts[] {
  const named = new Set(files.flatMap(namesIn));
  const isStart = ({ file, body }: PythonFacts): boolean =>
    !named.has(moduleName(file)) && body.some((each) => importsApp(vocabulary, each));
  return [...files.filter(isStart), ...files.filter((each) => !isStart(each))];
}

/** Whether modules start in the same order after a file of them changed. */
export function startTheSame(
  vocabulary: Vocabulary,
  files: Iterable<PythonFacts>,
  before: PythonFacts,
  now: PythonFacts,
): boolean {
  const makesApps = ({ body }: PythonFacts): boolean => body.some((each) => importsApp(vocabulary, each));
  if (makesApps(before) !== makesApps(now)) return false;
  const differing = new Set(namesIn(before)).symmetricDifference(new Set(namesIn(now)));
  if (differing.size === 0) return true;
  for (const each of files) if (differing.has(moduleName(each.file)) && makesApps(each)) return false;
  return true;
}

/** What a file names in its imports. */
function namesIn({ body }: PythonFacts): readonly string[] {
  return body.flatMap((statement): readonly string[] => {
    if (statement.kind === "import") return statement.module.split(".");
    if (statement.kind !== "import-from") return [];
    return [...statement.module.split("."), ...(statement.names ?? []).map(({ name }) => name)];
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
