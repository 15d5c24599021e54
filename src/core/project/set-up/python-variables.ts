import { type FoundVariable, placeIn } from "./found-variable.ts";

/** A Python file, by its name. */
export interface PythonText {
  readonly file: string;
  readonly text: string;
}

/**
 * The variables that Python code reads: `os.environ["X"]`, `os.getenv("X", "default")` and whatever else has `env` in
 * its name, and the fields of pydantic's settings classes with their aliases and prefixes.
 */
export function pythonVariables(files: readonly PythonText[]): readonly FoundVariable[] {
  return [...settingsFields(files), ...files.flatMap(askedFor), ...files.flatMap(fieldsAskedFor)];
}

/** A variable whose name is only known when it runs: `os.getenv(field.name)`, `environ.get(name)`. */
const ASKED_BY_NAME = /\b(?:getenv\(|environ\.get\(|environ\[)\s*[a-z_]\w*(?:\.\w+)*\s*[,)\]]/;

const CONSTANT_FIELD = /^(?: {2,8}|\t)([A-Z][A-Z\d_]+)\s*:\s*[^=\n]+?=\s*(?:"([^"\n]*)"|'([^'\n]*)'|([^\n]*))$/gm;

/** The fields, in capitals, of a class of settings that asks the environment for each of them by its name. */
function fieldsAskedFor({ file, text }: PythonText): readonly FoundVariable[] {
  if (!ASKED_BY_NAME.test(text)) return [];
  return [...text.matchAll(CONSTANT_FIELD)].map((match) => {
    const [, name = "", double, single] = match;
    const value = double ?? single;
    return { name, from: placeIn(file, text, match.index), ...(value !== undefined && { value }) };
  });
}

/** `os.environ["X"]`, `environ.get("X")`, `getenv("X", "default")`, `env.str("X", default="…")` */
const ASKED =
  /\b\w*env\w*(?:\.\w+)?\s*([[(])\s*["']([A-Za-z_]\w*)["']\s*(?:,\s*(?:default\s*=\s*)?(?:"([^"\n]*)"|'([^'\n]*)'|(\d+)))?/gi;

function askedFor({ file, text }: PythonText): readonly FoundVariable[] {
  return [...text.matchAll(ASKED)].map((match): FoundVariable => {
    const [, bracket, name = "", double, single, digits] = match;
    const value = double ?? single ?? digits;
    // What is assigned to is written, not asked for.
    const isSet = /^\s*\]\s*=(?!=)/.test(text.slice(match.index + match[0].length));
    // Within a function nobody knows whether it is asked at the start.
    const isAtStart = /^\S/.test(text.slice(text.lastIndexOf("\n", match.index) + 1));
    const isRequired = bracket === "[" && !isSet && isAtStart;
    return {
      name,
      from: placeIn(file, text, match.index),
      ...(value !== undefined && { value }),
      ...(isRequired && { isRequired }),
    };
  });
}

interface SettingsClass extends PythonText {
  readonly name: string;
  readonly bases: readonly string[];
  readonly body: string;
  /** Where its body begins. */
  readonly start: number;
}

/** The fields of each class below `BaseSettings` (pydantic-settings); a prefix counts for the class that says it and those below. */
function settingsFields(files: readonly PythonText[]): readonly FoundVariable[] {
  const classes = files.flatMap(classesIn);
  const known = new Map<string, string>([["BaseSettings", ""]]);
  const found: FoundVariable[] = [];
  const waiting = new Set(classes);
  for (let before = -1; before !== waiting.size;) {
    before = waiting.size;
    for (const each of waiting) {
      const inherited = each.bases.map((base) => known.get(base)).find((prefix) => prefix !== undefined);
      if (inherited === undefined) continue;
      waiting.delete(each);
      const prefix = /\benv_prefix\s*=\s*["']([^"']*)["']/.exec(each.body)?.[1] ?? inherited;
      known.set(each.name, prefix);
      found.push(...fieldsOf(each, prefix));
    }
  }
  return found;
}

function classesIn({ file, text }: PythonText): readonly SettingsClass[] {
  return [...text.matchAll(/^class\s+(\w+)\s*\(([^)]*)\)\s*:/gm)].map((match) => {
    const [whole, name = "", bases = ""] = match;
    const start = match.index + whole.length;
    const end = /\n(?=[^\s#)\]}])/.exec(text.slice(start))?.index;
    const body = text.slice(start, end === undefined ? undefined : start + end);
    const names = bases.split(",").map((base) => base.trim().replace(/^.*\./, ""));
    return { file, text, name, bases: names, body, start };
  });
}

/** `name: type` and what stands to the right of it, to the next line at the depth of the fields. */
const FIELD = /^( {2,8}|\t)(?!def\b|class\b|@|#)(\w+)\s*:(?!:)([^\n]*(?:\n(?:\1[ \t]+|\1[)\]}]|\s*$)[^\n]*)*)/gm;

function fieldsOf({ file, text, body, start }: SettingsClass, prefix: string): readonly FoundVariable[] {
  return [...body.matchAll(FIELD)].flatMap((match): readonly FoundVariable[] => {
    const [, , field = "", rest = ""] = match;
    if (field === "model_config" || /\bClassVar\b/.test(rest)) return [];
    const aliases = aliasesIn(rest);
    const names = aliases.length > 0 ? aliases : [(prefix + field).toUpperCase()];
    const value = valueIn(rest);
    const isRequired =
      value === undefined && !/=|\bField\(|\b(?:None|Optional)\b/.test(rest.replaceAll(/"[^"]*"/g, ""));
    const from = placeIn(file, text, start + match.index + match[0].search(/\S/));
    const [name = "", ...others] = names;
    const one = { name, from, ...(value !== undefined && { value }), ...(isRequired && { isRequired: true as const }) };
    return [one, ...others.map((other) => ({ name: other, from, ...(value !== undefined && { value }) }))];
  });
}

/** `alias="X"`, `validation_alias=AliasChoices("X", "Y")`, `env="X"` */
function aliasesIn(rest: string): readonly string[] {
  const choices = /\bAliasChoices\(([^)]*)\)/.exec(rest)?.[1];
  const written = choices ?? /\b(?:validation_alias|alias|env)\s*=\s*(["'][^"']+["'])/.exec(rest)?.[1] ?? "";
  return [...written.matchAll(/["'](\w+)["']/g)].map(([, name = ""]) => name);
}

/** The default: `= "x"`, `= 5432`, `Field("x", …)`, `Field(default="x")`, `PostgresDsn("x")` */
function valueIn(rest: string): string | undefined {
  const match =
    /\bdefault\s*=\s*(?:\w+\(\s*)?(?:f?"([^"\n]*)"|f?'([^'\n]*)'|(\d+))/.exec(rest) ??
    /(?:=\s*|\bField\(\s*|=\s*\w+\(\s*)(?:"([^"\n]*)"|'([^'\n]*)'|(\d+)\b)/.exec(
      rest.replace(/\b(?:alias|validation_alias|env|description|title)\s*=\s*["'][^"']*["']/g, ""),
    );
  return match?.[1] ?? match?.[2] ?? match?.[3];
}
