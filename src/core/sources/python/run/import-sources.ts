import { placeOf } from "../values/machine.ts";
import { unknown, type ImportSource, type Scope, type Value } from "../values/values.ts";

/** What a name comes to that its module does not have. */
export function unknownImport(value: Extract<Value, { kind: "import" }>): Value {
  const { from } = value;
  const module = from.kind === "external" ? from.name : (from.file ?? from.folder ?? "");
  const start = { line: 0, character: 0 };
  return unknown(
    `\`${value.name}\` is not found in ${module}`,
    placeOf({ file: module, scope: { names: new Map(), stars: [] }, returns: [] }, { start, end: start }),
  );
}

export function isSameSource(one: ImportSource, other: ImportSource): boolean {
  return one.kind === "project" && other.kind === "project" && one.file === other.file;
}

/** A module as a value. */
export function moduleValue(source: ImportSource): Value {
  if (source.kind === "external") return { kind: "external", name: source.name };
  return { ...source, kind: "module" };
}

/** `from framework import *`: a name that is nowhere else may be the package's. */
export function externalStar(name: string, from: Scope): Value | undefined {
  for (let scope: Scope | undefined = from; scope; scope = scope.parent) {
    for (const star of scope.stars) {
      if (star.kind === "external") return { kind: "external", name: `${star.name}.${name}` };
    }
  }
  return undefined;
}
