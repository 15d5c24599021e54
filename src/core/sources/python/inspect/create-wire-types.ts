import type { PythonClass, PythonExpression } from "#core/model/sources/python-facts.ts";
import type { WireModel, WireType } from "#core/model/sources/wire-model.ts";
import type { Definition, Definitions } from "./definitions.ts";
import { readModel } from "./wire-fields.ts";
import type { Bindings, TypeScope, WireTypes } from "./wire-types.ts";

/** More models than any one answer holds. */
const MAX_MODELS = 2000;
const MAX_DEPTH = 40;

const OTHER: WireType = { kind: "other" };
const NOWHERE: Bindings = new Map();

const LISTS = new Set(
  "list List set Set frozenset FrozenSet Sequence MutableSequence Iterable Iterator Collection AbstractSet deque Deque conlist".split(
    " ",
  ),
);
const DICTIONARIES = new Set("dict Dict Mapping MutableMapping OrderedDict defaultdict DefaultDict".split(" "));
/** Types that are what they hold: `Annotated[X, …]`, `Optional[X]`. */
const WRAPPERS = new Set(
  "Annotated Optional Required NotRequired ReadOnly Final Awaitable Coroutine SerializeAsAny Mapped".split(" "),
);

export function createWireTypes(definitions: Definitions): WireTypes {
  const models = new Map<string, WireModel>();
  let depth = 0;

  const types: WireTypes = {
    definitions,
    models,
    definitionOf,
    typeOf: (expression, scope) => {
      if (depth >= MAX_DEPTH) return OTHER;
      depth += 1;
      const type = typeOf(expression, scope);
      depth -= 1;
      return type;
    },
  };

  function definitionOf(expression: PythonExpression, file: string): Definition | undefined {
    if (expression.kind === "name") return definitions.find(file, expression.name);
    if (expression.kind !== "member") return undefined;
    const of = definitionOf(expression.of, file);
    return of && definitions.below(of, expression.name);
  }

  function typeOf(expression: PythonExpression, scope: TypeScope): WireType {
    switch (expression.kind) {
      case "name":
      case "member": {
        const bound = expression.kind === "name" ? scope.bindings.get(expression.name) : undefined;
        return bound ?? typeOfDefinition(definitionOf(expression, scope.file), []);
      }
      case "text":
        return typeOf(parseType(expression), scope);
      case "item":
        return typeOfItem(expression, scope);
      case "binary":
        return expression.operator === "|" ? unionOf([expression.left, expression.right], scope) : OTHER;
      case "constant":
      case "join":
      case "call":
      case "spread":
      case "list":
      case "dictionary":
      case "not":
      case "either":
      case "comprehension":
      case "lambda":
      case "unknown":
    }
    return OTHER;
  }

  function typeOfItem({ of, key }: Extract<PythonExpression, { kind: "item" }>, scope: TypeScope): WireType {
    const keys = key.kind === "list" ? key.items : [key];
    const [first] = keys;
    const last = keys.at(-1);
    const name = of.kind === "name" || of.kind === "member" ? of.name : "";
    const definition = definitionOf(of, scope.file);
    if (definition?.kind === "declared") {
      return typeOfDefinition(
        definition,
        keys.map((each) => types.typeOf(each, scope)),
      );
    }
    if (!first || !last) return OTHER;
    if (WRAPPERS.has(name)) return types.typeOf(name === "Coroutine" ? last : first, scope);
    if (name === "Union") return unionOf(keys, scope);
    if (LISTS.has(name)) return { kind: "list", of: types.typeOf(first, scope) };
    if (DICTIONARIES.has(name)) return { kind: "dictionary", of: types.typeOf(last, scope) };
    if (name === "tuple" || name === "Tuple") {
      if (last.kind === "unknown") return { kind: "list", of: types.typeOf(first, scope) };
      return { kind: "tuple", items: keys.map((each) => types.typeOf(each, scope)) };
    }
    return OTHER;
  }

  function unionOf(options: readonly PythonExpression[], scope: TypeScope): WireType {
    const all = options
      .filter((option) => option.kind !== "constant")
      .map((option) => types.typeOf(option, scope))
      .flatMap((option) => (option.kind === "union" ? option.options : [option]));
    const [only] = all;
    return only && all.length === 1 ? only : { kind: "union", options: all };
  }

  function typeOfDefinition(definition: Definition | undefined, parameters: readonly WireType[]): WireType {
    if (definition?.kind !== "declared") return OTHER;
    const { file } = definition;
    const declaration = definition.declarations.at(-1);
    if (declaration?.kind === "class") return modelOf(declaration, file, parameters);
    // `Users = list[User]`
    if (declaration?.kind === "assign" && declaration.value && depth < MAX_DEPTH) {
      return types.typeOf(declaration.value, { file, bindings: NOWHERE });
    }
    return OTHER;
  }

  function modelOf(declaration: PythonClass, file: string, parameters: readonly WireType[]): WireType {
    const given = parameters.length > 0 ? `[${parameters.map((parameter) => nameOf(parameter)).join(", ")}]` : "";
    const id = `${file}#${declaration.name}${given}`;
    if (!models.has(id) && models.size < MAX_MODELS) {
      const empty = { id, name: declaration.name, place: { file, range: declaration.at }, fields: [] };
      // Known before its fields are read: a model may hold itself.
      models.set(id, empty);
      models.set(id, { ...empty, ...readModel(types, declaration, file, parameters) });
    }
    return { kind: "model", id };
  }

  return types;
}

function nameOf(type: WireType): string {
  switch (type.kind) {
    case "model":
      return type.id;
    case "list":
    case "dictionary":
      return `${type.kind}[${nameOf(type.of)}]`;
    case "tuple":
      return `tuple[${type.items.map((item) => nameOf(item)).join(", ")}]`;
    case "union":
      return type.options.map((option) => nameOf(option)).join(" | ");
    case "other":
  }
  return "?";
}

/** A type that is written as a text because it comes later in the file: `"list[User] | None"`. */
function parseType({ value, at }: Extract<PythonExpression, { kind: "text" }>): PythonExpression {
  const options = splitOutside(value, "|");
  const [text = ""] = options;
  if (options.length > 1) {
    return options
      .map((option) => parseType({ kind: "text", value: option, at }))
      .reduce((left, right) => ({ kind: "binary", operator: "|", left, right, at }));
  }
  const generic = /^([\w.]+)\[(.*)\]$/su.exec(text);
  if (generic?.[1] !== undefined && generic[2] !== undefined) {
    const items = splitOutside(generic[2], ",").map((item) => parseType({ kind: "text", value: item, at }));
    return { kind: "item", of: dottedName(generic[1], at), key: { kind: "list", items, at }, at };
  }
  if (text === "None") return { kind: "constant", value: null, at };
  return /^[\p{L}_][\p{L}\p{N}_.]*$/u.test(text) ? dottedName(text, at) : { kind: "unknown", what: "type", at };
}

function dottedName(text: string, at: PythonExpression["at"]): PythonExpression {
  const [first = "", ...rest] = text.split(".");
  return rest.reduce<PythonExpression>((of, name) => ({ kind: "member", of, name, at }), {
    kind: "name",
    name: first,
    at,
  });
}

/** Splits where no bracket is open. */
function splitOutside(text: string, separator: string): readonly string[] {
  const pieces: string[] = [];
  let open = 0;
  let start = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === "[") open += 1;
    else if (character === "]") open -= 1;
    else if (character === separator && open === 0) {
      pieces.push(text.slice(start, index));
      start = index + 1;
    }
  }
  return [...pieces, text.slice(start)].map((piece) => piece.trim());
}
