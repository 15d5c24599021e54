import type { PythonExpression, PythonFacts, PythonStatement } from "#core/model/sources/python-facts.ts";

import { PYTHON_VOCABULARY } from "#core/sources/python/frameworks/registry.ts";

/** Where a file makes apps: as values of the module, or in functions that can be called for one. */
export interface PythonApps {
  readonly file: string;
  readonly factories: readonly string[];
}

/** The files of a project in which apps are made, by name. */
export function pythonAppsIn(files: readonly PythonFacts[]): readonly PythonApps[] {
  const classes = appClassesIn(files);
  return files
    .toSorted((one, other) => (one.file < other.file ? -1 : 1))
    .flatMap(({ file, body }) => {
      const factories: string[] = [];
      let isMadeByModule = false;
      for (const statement of body) {
        if (!makesApp(statement, classes)) continue;
        if (statement.kind === "function") factories.push(statement.name);
        else if (statement.kind !== "class") isMadeByModule = true;
      }
      if (factories.length === 0 && !isMadeByModule) return [];
      // A module that keeps an app has called its own functions for it.
      return [{ file, factories: isMadeByModule ? [] : factories }];
    });
}

/** The names of classes of apps of all frameworks, those included that the files derive from others. */
export function appClassesIn(files: readonly PythonFacts[]): ReadonlySet<string> {
  const known = new Set(PYTHON_VOCABULARY.appClasses);
  const classes = files.flatMap(({ body }) => body.filter((statement) => statement.kind === "class"));
  for (let before = 0; before < known.size;) {
    before = known.size;
    for (const { name, bases } of classes) if (bases.some((base) => isNamed(base, known))) known.add(name);
  }
  return known;
}

function makesApp(statement: PythonStatement, classes: ReadonlySet<string>): boolean {
  const inAny = (body: readonly PythonStatement[] = []): boolean => body.some((each) => makesApp(each, classes));
  switch (statement.kind) {
    case "assign":
    case "return":
      return isCallOf(statement.value, classes);
    case "evaluate":
      return isCallOf(statement.value, classes);
    case "if":
      return statement.branches.some(({ body }) => inAny(body)) || inAny(statement.otherwise);
    case "try":
      return inAny(statement.body) || statement.handlers.some(({ body }) => inAny(body)) || inAny(statement.after);
    case "for":
    case "while":
      return inAny(statement.body) || inAny(statement.otherwise);
    case "block":
    case "function":
      return inAny(statement.body);
    case "yield":
      return isCallOf(statement.value, classes);
    case "import":
    case "import-from":
    case "extend":
    case "delete":
    case "scope":
    case "leave":
    case "class":
      return false;
  }
}

/** The call itself, or one among the arguments of another: `wrap(App())`. */
function isCallOf(value: PythonExpression | undefined, classes: ReadonlySet<string>): boolean {
  if (value?.kind !== "call") return false;
  return isNamed(value.callee, classes) || value.positional.some((each) => isCallOf(each, classes));
}

/** Whether a class is one of some by its name, or by that and the module before it. */
function isNamed(expression: PythonExpression, classes: ReadonlySet<string>): boolean {
  const name = lastName(expression);
  if (classes.has(name)) return true;
  return expression.kind === "member" && classes.has(`${lastName(expression.of)}.${name}`);
}

function lastName(expression: PythonExpression): string {
  return expression.kind === "name" || expression.kind === "member" ? expression.name : "";
}
