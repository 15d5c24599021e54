import type { TypeArgument } from "../values/machine.ts";
import type { FunctionValue, Value } from "../values/values.ts";

/**
 * What the type parameters of a function stand for in a call: what it was named with (`mount::<Users>`), else the types of
 * the objects that it is given (`fn mount<M: Area>(area: M)`).
 */
export function typeArgumentsOf(callee: FunctionValue, args: readonly Value[]): ReadonlyMap<string, TypeArgument> {
  const { declaration, typeArguments } = callee;
  const found = new Map<string, TypeArgument>();
  for (const [index, name] of (declaration.typeParameters ?? []).entries()) {
    const given = typeArguments?.types[index];
    if (typeArguments && given !== undefined && given !== "_") {
      found.set(name, { path: pathOf(given), module: typeArguments.module });
      continue;
    }
    const at = declaration.parameters.findIndex(({ type }) => type.replace(/^&\s*(?:mut\s+)?/, "") === name);
    const value = at === -1 ? undefined : args[declaration.isMethod ? at + 1 : at];
    if (value?.kind === "instance") found.set(name, { path: [value.type], module: value.module });
  }
  return found;
}

/** `areas::Users<Db>` → `areas`, `Users` */
function pathOf(type: string): readonly string[] {
  const end = type.indexOf("<");
  return (end === -1 ? type : type.slice(0, end)).split("::").map((each) => each.trim());
}
