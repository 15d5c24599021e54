import type { PythonExpression } from "#core/model/sources/python-facts.ts";
import type { WireType } from "#core/model/sources/wire-model.ts";
import type { WireTypes } from "./wire-types.ts";

/** Types that are no single value. */
const COMPLEX = /^(?:dict|Dict|Mapping|list|List|set|Set|frozenset|FrozenSet|tuple|Tuple|deque|Sequence)$/;
/** What makes a class one that JSON is read into; any other class may be an enumeration, which stands in the query. */
const MODEL_BASE = /\.(?:BaseModel|RootModel|GenericModel|SQLModel|BaseSettings|TypedDict|NamedTuple)$/;
const MODEL_DECORATOR = /(?:^|\.)dataclass$/;
const MAX_HOPS = 20;

/** Whether values of a type are more than one value: a list, a dictionary, a model that JSON is read into. */
export function isComplex(types: WireTypes, type: PythonExpression | undefined, wireType: WireType): boolean {
  switch (wireType.kind) {
    case "model": {
      const model = types.models.get(wireType.id);
      return model !== undefined && isModel(types, model.place.file, model.name);
    }
    case "list":
    case "tuple":
    case "dictionary":
      return true;
    case "union":
      return wireType.options.some((option) => isComplex(types, undefined, option));
    case "other":
  }
  return type !== undefined && COMPLEX.test(nameOf(type));
}

function isModel(types: WireTypes, file: string, name: string, hops = 0): boolean {
  const definition = types.definitions.find(file, name);
  const last = definition?.kind === "declared" ? definition.declarations.at(-1) : undefined;
  if (definition?.kind !== "declared" || last?.kind !== "class" || hops > MAX_HOPS) return false;
  if (last.decorators.some((each) => MODEL_DECORATOR.test(dottedName(each)))) return true;
  return last.bases.some((base) => {
    const above = types.definitionOf(base.kind === "item" ? base.of : base, definition.file);
    if (above?.kind === "external") return MODEL_BASE.test(above.name);
    const nameAbove = base.kind === "item" ? nameOf(base.of) : nameOf(base);
    return above?.kind === "declared" && isModel(types, above.file, nameAbove, hops + 1);
  });
}

/** `@dataclass`, `@dataclasses.dataclass(frozen=True)` → the name that is called. */
function dottedName(expression: PythonExpression): string {
  return nameOf(expression.kind === "call" ? expression.callee : expression);
}

/** The last part of a name. */
export function nameOf(expression: PythonExpression): string {
  return expression.kind === "name" || expression.kind === "member" ? expression.name : "";
}
