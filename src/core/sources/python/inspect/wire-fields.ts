import type { PythonClass, PythonExpression, PythonStatement } from "#core/model/sources/python-facts.ts";
import type { WireField, WireModel, WireType } from "#core/model/sources/wire-model.ts";
import { expressionText } from "../values/expression-text.ts";
import { namingOf, NO_NAMING, type Naming } from "./wire-naming.ts";
import type { TypeScope, WireTypes } from "./wire-types.ts";

/** Bases of bases, further than classes go. */
const MAX_DEPTH = 20;

/** The fields of a class that is written as JSON: pydantic's, a dataclass', a TypedDict's. Inherited ones come first. */
export function readModel(
  types: WireTypes,
  declaration: PythonClass,
  file: string,
  parameters: readonly WireType[],
): Pick<WireModel, "fields" | "root"> {
  const members = collectMembers(types, declaration, file, parameters, NO_NAMING, 0);
  const root = members.fields.get("__root__")?.type ?? members.root;
  const fields = [...members.fields.values()].filter(({ name }) => name !== "__root__");
  return { fields: fields.map((field) => named(field, members.naming)), ...(root && { root }) };
}

/** A field before the class that is asked for says how its names are made. */
interface RawField extends Omit<WireField, "wireName" | "readNames"> {
  readonly alias?: string;
  readonly serializationAlias?: string;
  readonly validationAliases: readonly string[];
}

interface Members {
  readonly fields: Map<string, RawField>;
  readonly naming: Naming;
  readonly root?: WireType;
}

function collectMembers(
  types: WireTypes,
  declaration: PythonClass,
  file: string,
  parameters: readonly WireType[],
  outer: Naming,
  depth: number,
): Members {
  const fields = new Map<string, RawField>();
  const variables = declaration.typeParameters ?? typeVariables(declaration.bases);
  const bindings = new Map(variables.flatMap((name, index) => pairOf(name, parameters[index])));
  const scope: TypeScope = { file, bindings };
  let naming = outer;
  let root: WireType | undefined;
  // Of two bases with the same field, the first wins: it is written last.
  for (const base of depth < MAX_DEPTH ? declaration.bases.toReversed() : []) {
    const [of, keys] = base.kind === "item" ? [base.of, keysOf(base.key)] : [base, []];
    const definition = types.definitionOf(of, file);
    const given = keys.map((key) => types.typeOf(key, scope));
    const last = definition?.kind === "declared" ? definition.declarations.at(-1) : undefined;
    if (definition?.kind === "declared" && last?.kind === "class") {
      const above = collectMembers(types, last, definition.file, given, naming, depth + 1);
      for (const [name, field] of above.fields) fields.set(name, field);
      ({ naming } = above);
      root = above.root ?? root;
    } else if (definition?.kind === "external" && /\.(?:RootModel|GenericModel)$/.test(definition.name)) {
      root = definition.name.endsWith(".RootModel") ? given[0] : root;
    }
  }
  for (const statement of declaration.body) {
    const field = fieldOf(types, statement, scope);
    if (field) fields.set(field.name, field);
  }
  return { fields, naming: namingOf(types, declaration, file, naming), ...(root && { root }) };
}

function pairOf(name: string, type: WireType | undefined): readonly (readonly [string, WireType])[] {
  return type ? [[name, type]] : [];
}

function keysOf(key: PythonExpression): readonly PythonExpression[] {
  return key.kind === "list" ? key.items : [key];
}

/** The variables of a class: those of `Generic[T, U]`, or else what stands in brackets in its bases. */
function typeVariables(bases: readonly PythonExpression[]): readonly string[] {
  const items = bases.filter((base) => base.kind === "item");
  const generic = items.filter(({ of }) => /^(?:typing\.)?(?:Generic|Protocol)$/.test(expressionText(of)));
  return (generic.length > 0 ? generic : items).flatMap(({ key }) =>
    keysOf(key).flatMap((each) => (each.kind === "name" ? [each.name] : [])),
  );
}

function fieldOf(types: WireTypes, statement: PythonStatement, scope: TypeScope): RawField | undefined {
  if (statement.kind === "function") {
    const isComputed = statement.decorators.some((each) => /(?:^|\.)computed_field\b/.test(expressionText(each)));
    if (!isComputed || !statement.returns) return undefined;
    return { ...typeFacts(types, statement.returns, scope), ...nameFacts(statement, scope.file), isDefaulted: true };
  }
  if (statement.kind !== "assign" || !statement.type || statement.target.kind !== "name") return undefined;
  const { name, at } = statement.target;
  const typeText = expressionText(statement.type);
  if ((name.startsWith("_") && name !== "__root__") || name === "model_config" || /\bClassVar\b/.test(typeText)) {
    return undefined;
  }
  const metadata =
    statement.type.kind === "item" ? keysOf(statement.type.key).filter(({ kind }) => kind === "call") : [];
  const calls = [...metadata, ...(statement.value ? [statement.value] : [])].filter(isCall);
  return {
    ...typeFacts(types, statement.type, scope),
    ...nameFacts({ name, at }, scope.file),
    ...aliasesOf(calls),
    isDefaulted: statement.value !== undefined && !isRequired(statement.value),
  };
}

function typeFacts(
  types: WireTypes,
  type: PythonExpression,
  scope: TypeScope,
): Pick<WireField, "type" | "typeText" | "isOptional"> {
  const typeText = expressionText(type);
  return { type: types.typeOf(type, scope), typeText, isOptional: /\bOptional\[|\bNone\b/.test(typeText) };
}

function nameFacts(
  { name, at }: { readonly name: string; readonly at: PythonExpression["at"] },
  file: string,
): Pick<RawField, "name" | "place" | "validationAliases"> {
  return { name, place: { file, range: at }, validationAliases: [] };
}

function isCall(expression: PythonExpression): expression is Extract<PythonExpression, { kind: "call" }> {
  return expression.kind === "call";
}

/** `Field(...)`, `...`: a value that only says that there is none. */
function isRequired(value: PythonExpression): boolean {
  if (value.kind === "unknown") return value.what === "ellipsis";
  if (!isCall(value) || !/(?:^|\.)Field$/.test(expressionText(value.callee))) return false;
  const [first] = value.positional;
  const hasDefault = value.named.some(([name]) => name === "default" || name === "default_factory");
  return first ? isRequired(first) : !hasDefault;
}

function aliasesOf(calls: readonly Extract<PythonExpression, { kind: "call" }>[]): Partial<RawField> {
  const given = new Map(calls.flatMap((call) => call.named));
  const alias = textOf(given.get("alias"));
  const serializationAlias = textOf(given.get("serialization_alias"));
  const validation = given.get("validation_alias");
  const choices = validation && isCall(validation) ? validation.positional : validation ? [validation] : [];
  return {
    ...(alias !== undefined && { alias }),
    ...(serializationAlias !== undefined && { serializationAlias }),
    validationAliases: choices.flatMap((choice) => textOf(choice) ?? []),
  };
}

function textOf(expression: PythonExpression | undefined): string | undefined {
  return expression?.kind === "text" ? expression.value : undefined;
}

function named(field: RawField, naming: Naming): WireField {
  const { alias, serializationAlias, validationAliases, ...rest } = field;
  const wireName = serializationAlias ?? alias ?? naming.written?.(field.name) ?? field.name;
  const read = [...validationAliases, alias ?? naming.read?.(field.name) ?? field.name, field.name];
  const readNames = [...new Set(read)].filter((name) => name !== wireName);
  return { ...rest, wireName, ...(readNames.length > 0 && { readNames }) };
}
