import type { PythonClass, PythonExpression } from "#core/model/sources/python-facts.ts";
import { expressionText } from "../values/expression-text.ts";
import type { WireTypes } from "./wire-types.ts";

/** How a class makes the names of its fields in JSON from those in source. */
export interface Naming {
  readonly written?: (name: string) => string;
  readonly read?: (name: string) => string;
}

export const NO_NAMING: Naming = {};

/**
 * Generators by what their name says, pydantic's own and those that projects write: source does not tell more of a
 * function that makes names.
 */
const GENERATORS: readonly (readonly [RegExp, (name: string) => string])[] = [
  [/pascal|upper_?camel/i, pascalCase],
  [/camel/i, (name) => lowerFirst(pascalCase(name))],
  [/kebab|dash|hyphen/i, (name) => name.replaceAll("_", "-")],
  [/upper|scream/i, (name) => name.toUpperCase()],
];

/** The naming that a class sets with `model_config`, `class Config` or a keyword; else that of its bases. */
export function namingOf(types: WireTypes, declaration: PythonClass, file: string, inherited: Naming): Naming {
  const given = settingsOf(types, declaration, file).get("alias_generator");
  if (!given) return inherited;
  if (given.kind === "call") {
    const made = new Map(given.named);
    const written = generatorOf(made.get("serialization_alias") ?? made.get("alias"));
    const read = generatorOf(made.get("validation_alias") ?? made.get("alias"));
    return { ...(written && { written }), ...(read && { read }) };
  }
  const generator = generatorOf(given);
  return generator ? { written: generator, read: generator } : NO_NAMING;
}

function settingsOf(types: WireTypes, declaration: PythonClass, file: string): ReadonlyMap<string, PythonExpression> {
  const settings = new Map(declaration.named);
  for (const statement of declaration.body) {
    if (statement.kind === "class" && statement.name === "Config") {
      for (const each of statement.body) {
        if (each.kind === "assign" && each.target.kind === "name" && each.value) {
          settings.set(each.target.name, each.value);
        }
      }
    }
    const isConfig =
      statement.kind === "assign" && statement.target.kind === "name" && statement.target.name === "model_config";
    if (!isConfig || !statement.value) continue;
    for (const [name, value] of entriesOf(types, statement.value, file)) settings.set(name, value);
  }
  return settings;
}

/** `ConfigDict(…)`, `{…}`, or a name of one. */
function entriesOf(
  types: WireTypes,
  value: PythonExpression,
  file: string,
): readonly (readonly [string, PythonExpression])[] {
  if (value.kind === "call") return value.named;
  if (value.kind === "dictionary") {
    return value.entries.flatMap(([key, each]): [string, PythonExpression][] =>
      key?.kind === "text" ? [[key.value, each]] : [],
    );
  }
  const definition = types.definitionOf(value, file);
  const last = definition?.kind === "declared" ? definition.declarations.at(-1) : undefined;
  if (definition?.kind !== "declared" || last?.kind !== "assign" || !last.value || last.value.kind === "name")
    return [];
  return entriesOf(types, last.value, definition.file);
}

function generatorOf(expression: PythonExpression | undefined): ((name: string) => string) | undefined {
  if (!expression) return undefined;
  const text = expression.kind === "lambda" ? expressionText(expression.body) : expressionText(expression);
  return GENERATORS.find(([pattern]) => pattern.test(text))?.[1];
}

/** `node_id` → `NodeId`, as pydantic's `to_pascal`. */
function pascalCase(name: string): string {
  const titled = name.replaceAll(/[A-Za-z]+/g, (word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase());
  return titled.replaceAll(/([0-9A-Za-z])_(?=[0-9A-Z])/g, "$1");
}

function lowerFirst(name: string): string {
  return name.replace(/^_*[A-Z]/, (start) => start.toLowerCase());
}
