import type { CrateAbilities } from "./crate-abilities.ts";
import { snakeName, typeName } from "./rust-names.ts";
import type { StubField, StubModel, StubType } from "./stub-types.ts";

/** What models are for: what a server writes, what it reads, or both. */
export type ModelUse = "written" | "read" | "both";

/** A type as Rust spells it. What JSON has beyond the crate's abilities is a text or, where the crate has it, any value. */
export function rustType(type: StubType, abilities: CrateAbilities): string {
  switch (type.kind) {
    case "text":
      return "String";
    case "boolean":
      return "bool";
    case "number":
      return "f64";
    case "integer":
      return type.bits === 32 ? "i32" : "i64";
    case "uuid":
      return abilities.hasUuid ? "uuid::Uuid" : "String";
    case "any":
      return "serde_json::Value";
    case "list":
      return `Vec<${rustType(type.of, abilities)}>`;
    case "map":
      return `std::collections::BTreeMap<String, ${rustType(type.of, abilities)}>`;
    case "nullable":
      return `Option<${rustType(type.of, abilities)}>`;
    case "model":
      return type.name;
  }
}

/** Whether a crate has what these types need. */
export function areWritable(
  types: readonly StubType[],
  models: readonly StubModel[],
  abilities: CrateAbilities,
): boolean {
  const all = [
    ...types,
    ...models.flatMap((model) => (model.kind === "struct" ? model.fields.map(({ type }) => type) : [])),
  ];
  return abilities.hasSerde && (abilities.hasJsonValue || !all.some((type) => holdsAny(type)));
}

function holdsAny(type: StubType): boolean {
  return type.kind === "any" || ("of" in type && holdsAny(type.of));
}

/**
 * A model as a struct or enumeration, one of `all`, whose JSON is what Python writes and reads: names by `rename`, null where Python
 * writes null, no member where it may leave one out.
 */
export function writeModel(
  model: StubModel,
  all: readonly StubModel[],
  use: ModelUse,
  abilities: CrateAbilities,
): string {
  const derive = `#[derive(${derives(model.kind, use, abilities).join(", ")})]`;
  if (model.kind === "enum") {
    const variants = distinct(model.values.map((value) => typeName(value)));
    const lines = model.values.map((value, at) => {
      const variant = variants[at] ?? "";
      return `${value === variant ? "" : `    #[serde(rename = ${rustText(value)})]\n`}    ${variant},\n`;
    });
    return `${derive}\npub enum ${model.name} {\n${lines.join("")}}\n`;
  }
  const names = distinct(model.fields.map(({ wireName }) => snakeName(wireName)));
  const fields = model.fields.map((field, at) => writeField(field, names[at] ?? "", { model, all, use, abilities }));
  return `${derive}\npub struct ${model.name} {\n${fields.join("")}}\n`;
}

function derives(kind: StubModel["kind"], use: ModelUse, { hasUtoipa }: CrateAbilities): readonly string[] {
  return [
    ...(kind === "enum" ? ["Clone", "Copy"] : []),
    "Debug",
    ...(use === "written" ? [] : ["serde::Deserialize"]),
    ...(use === "read" ? [] : ["serde::Serialize"]),
    ...(hasUtoipa ? ["utoipa::ToSchema"] : []),
  ];
}

interface FieldContext {
  readonly model: StubModel;
  readonly all: readonly StubModel[];
  readonly use: ModelUse;
  readonly abilities: CrateAbilities;
}

function writeField(field: StubField, name: string, context: FieldContext): string {
  const { use, abilities } = context;
  const { wireName, note } = field;
  const own = boxed(field.type, context);
  // What may be missing is an Option; what is missing and what is null are told apart by the attribute alone.
  const mayMiss = !field.isRequired && field.type.kind !== "nullable";
  // A written list is one even where it was left out of what was read.
  const isEmptied = use === "both" && field.isRequired && (field.type.kind === "list" || field.type.kind === "map");
  const serde = [
    ...(name.replace(/^r#/, "") === wireName ? [] : [`rename = ${rustText(wireName)}`]),
    ...(isEmptied ? ["default"] : []),
    ...(mayMiss && use !== "read" ? ['skip_serializing_if = "Option::is_none"'] : []),
  ];
  const schema =
    abilities.hasUtoipa && field.isRequired && field.type.kind === "nullable" ? ["    #[schema(required)]\n"] : [];
  return [
    ...(note === undefined ? [] : [`    /// ${note}\n`]),
    ...schema,
    ...(serde.length === 0 ? [] : [`    #[serde(${serde.join(", ")})]\n`]),
    `    pub ${name}: ${mayMiss ? `Option<${own}>` : own},\n`,
  ].join("");
}

/** A struct that holds itself needs a pointer, unless it does so in a list or map. */
function boxed(type: StubType, context: FieldContext): string {
  const { model, all, abilities } = context;
  const inner = type.kind === "nullable" ? type.of : type;
  const isRecursive = inner.kind === "model" && reaches(inner.name, model.name, all, new Set());
  if (!isRecursive) return rustType(type, abilities);
  const pointer = `Box<${rustType(inner, abilities)}>`;
  return type.kind === "nullable" ? `Option<${pointer}>` : pointer;
}

function reaches(from: string, to: string, all: readonly StubModel[], seen: Set<string>): boolean {
  if (from === to) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  const model = all.find(({ name }) => name === from);
  if (model?.kind !== "struct") return false;
  return model.fields.some(({ type }) => {
    const inner = type.kind === "nullable" ? type.of : type;
    return inner.kind === "model" && reaches(inner.name, to, all, seen);
  });
}

/** Each name once: two that would be the same get a number. */
function distinct(names: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    return count === 0 ? name : `${name}_${count + 1}`;
  });
}

/** A string literal. */
export function rustText(text: string): string {
  return `"${text
    .replaceAll(/["\\]/g, String.raw`\$&`)
    .replaceAll("\n", String.raw`\n`)
    .replaceAll("\r", String.raw`\r`)}"`;
}
