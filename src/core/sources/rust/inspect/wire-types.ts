import type { RustType } from "#core/model/sources/rust-facts.ts";
import type { Models, WireModel, WireType } from "#core/model/sources/wire-model.ts";
import type { Module } from "../crates/module.ts";
import { resolve } from "../crates/resolve.ts";
import type { RustSources } from "./rust-sources.ts";
import { parseType, type TypeText } from "./type-text.ts";
import { makeModel } from "./wire-models.ts";

/** Where a type is written. */
export interface TypeScope {
  readonly module: Module;
  /** What `Self` means. */
  readonly self?: string;
  /** What the type parameters stand for. */
  readonly bindings: ReadonlyMap<string, WireType>;
}

/** Turns types as source has them into what they are in JSON; the models that they hold are collected on the way. */
export interface WireTypes {
  readonly models: Models;
  typeOf(text: string, scope: TypeScope): WireType;
  /** What a handler of this type answers with: within a `Result` what is good, of a tuple the body. */
  answerOf(text: string, scope: TypeScope): WireType;
}

const OTHER: WireType = { kind: "other" };
const MAX_DEPTH = 30;

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

/** Types that are what they hold. */
const WRAPPERS = words("Json Box Arc Rc Cow RefCell Cell Mutex RwLock Reverse Wrapping Extension JsonPath");
const LISTS = words("Vec VecDeque HashSet BTreeSet IndexSet LinkedList BinaryHeap SmallVec ArrayVec Set");
const DICTIONARIES = words("HashMap BTreeMap IndexMap DashMap FxHashMap AHashMap LinkedHashMap");

export function createWireTypes(rust: RustSources): WireTypes {
  const models = new Map<string, WireModel>();
  const begun = new Set<string>();

  function typeOf(type: TypeText, scope: TypeScope, depth: number): WireType {
    if (depth > MAX_DEPTH) return OTHER;
    const below = (each: TypeText): WireType => typeOf(each, scope, depth + 1);
    switch (type.kind) {
      case "tuple":
        return { kind: "tuple", items: type.items.map(below) };
      case "list":
        return { kind: "list", of: below(type.of) };
      case "path":
        return pathType(type, scope, depth);
      case "other":
    }
    return OTHER;
  }

  function pathType(
    { segments, args }: Extract<TypeText, { kind: "path" }>,
    scope: TypeScope,
    depth: number,
  ): WireType {
    const name = segments.at(-1) ?? "";
    const bound = segments.length === 1 ? scope.bindings.get(name) : undefined;
    if (bound) return bound;
    const given = args.map((each) => typeOf(each, scope, depth + 1));
    const alias = rust.aliasAt(scope.module, segments);
    if (alias) {
      const bindings = bind(alias.alias.parameters, given);
      return typeOf(parseType(alias.alias.text), { module: alias.module, bindings }, depth + 1);
    }
    const found = resolve(rust.crates, scope.module, segments, scope.self);
    const item = found?.kind === "type" ? found.module.types.get(found.name) : undefined;
    if (found?.kind === "type") return item ? modelType(item, found.module, args, given) : OTHER;
    const [first = OTHER] = given;
    if (name === "Option") return { kind: "union", options: [first] };
    if (name === "Result" || WRAPPERS.has(name)) return first;
    if (LISTS.has(name)) return { kind: "list", of: first };
    return DICTIONARIES.has(name) ? { kind: "dictionary", of: given[1] ?? OTHER } : OTHER;
  }

  function modelType(item: RustType, module: Module, args: readonly TypeText[], given: readonly WireType[]): WireType {
    if (!item.shape) return OTHER;
    const generic = item.parameters.length > 0 && args.length > 0 ? `<${JSON.stringify(given)}>` : "";
    const id = `${module.file}#${item.name}${generic}`;
    // A type that grows each time that it holds itself would never end.
    if (!begun.has(id) && begun.size < 2000 && id.length < 2000) {
      begun.add(id);
      const bindings = bind(item.parameters, given);
      const scope: TypeScope = { module, self: item.name, bindings };
      const context = { file: module.file, typeOf: (text: string) => typeOf(parseType(text), scope, 0) };
      for (const model of makeModel(item, item.shape, id, context)) models.set(model.id, model);
    }
    return { kind: "model", id };
  }

  function answerOf(type: TypeText, scope: TypeScope, depth: number): WireType {
    if (depth > MAX_DEPTH) return OTHER;
    if (type.kind === "tuple") {
      const last = type.items.at(-1);
      return last ? answerOf(last, scope, depth + 1) : OTHER;
    }
    if (type.kind === "path") {
      const alias = rust.aliasAt(scope.module, type.segments);
      if (alias) {
        // The arguments are kept as written: what is good stands in the alias or among them.
        const bindings = bind(
          alias.alias.parameters,
          type.args.map((each) => answerOf(each, scope, depth + 1)),
        );
        return answerOf(parseType(alias.alias.text), { module: alias.module, bindings }, depth + 1);
      }
      const [first] = type.args;
      if (type.segments.at(-1) === "Result" && first) return answerOf(first, scope, depth + 1);
    }
    return typeOf(type, scope, depth);
  }

  return {
    models,
    typeOf: (text, scope) => typeOf(parseType(text), scope, 0),
    answerOf: (text, scope) => answerOf(parseType(text), scope, 0),
  };
}

function bind(parameters: readonly string[], given: readonly WireType[]): ReadonlyMap<string, WireType> {
  return new Map(parameters.map((name, index) => [name, given[index] ?? OTHER]));
}
