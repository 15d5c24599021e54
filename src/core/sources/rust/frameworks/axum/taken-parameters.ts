import type { TakenKind, TakenParameters } from "#core/model/route.ts";
import type { RustType } from "#core/model/sources/rust-facts.ts";
import type { Module } from "../../crates/module.ts";
import { renameField } from "../../inspect/rename-rules.ts";
import { parseType, type TypeText } from "../../inspect/type-text.ts";
import type { Machine } from "../../values/machine.ts";
import { resolve } from "../../crates/resolve.ts";
import type { FunctionValue, Value } from "../../values/values.ts";

type Parameters = TakenParameters["parameters"];

const INTEGER = /^(?:[iu](?:8|16|32|64|128|size)|NonZero\w*)$/;
const KINDS: Readonly<Record<string, TakenKind>> = {
  f32: "number",
  f64: "number",
  bool: "boolean",
  String: "string",
  str: "string",
  Uuid: "uuid",
};

/**
 * What a handler's `Path<T>` and `Query<T>` take, as far as it is certain: a type of the project that is no plain struct,
 * and what serde is told to read otherwise, may take anything.
 */
export function takenParameters(machine: Machine, handler: Value): TakenParameters | undefined {
  if (handler.kind !== "function") return undefined;
  const parameters: Parameters[number][] = [];
  let pathCount: number | undefined;
  for (const { type } of handler.declaration.parameters) {
    const read = parseType(type);
    const [of] = read.kind === "path" ? read.args : [];
    const extractor = read.kind === "path" ? read.segments.at(-1) : undefined;
    if (read.kind !== "path" || !of || isOfProject(machine, handler, read.segments)) continue;
    if (extractor === "Query") parameters.push(...fieldsOf(machine, handler, of, "query"));
    if (extractor !== "Path") continue;
    // `Path<()>` takes a path with any parameters, and none of them.
    const items =
      of.kind === "tuple" && of.items.length > 0 ? of.items : kindOf(machine, handler, of) ? [of] : undefined;
    if (items) pathCount = items.length;
    for (const [index, item] of (items ?? []).entries()) {
      const kind = kindOf(machine, handler, item);
      if (kind) parameters.push({ in: "path", by: index, type: nameOf(item), kind });
    }
    if (!items) parameters.push(...fieldsOf(machine, handler, of, "path"));
  }
  if (parameters.length === 0 && pathCount === undefined) return undefined;
  return { parameters, ...(pathCount !== undefined && { pathCount }) };
}

/** The fields of a plain struct by the names that serde reads. */
function fieldsOf(machine: Machine, handler: FunctionValue, of: TypeText, place: "path" | "query"): Parameters {
  if (of.kind !== "path" || of.args.length > 0) return [];
  const found = resolve(machine.crates, handler.module, of.segments, handler.type);
  const struct = found?.kind === "type" ? found.module.types.get(found.name) : undefined;
  if (found?.kind !== "type" || !isPlain(struct)) return [];
  machine.crates.note(found.module.file);
  const inType = { module: found.module, type: found.name };
  return struct.shape.members.flatMap(({ name, type, serde }): Parameters => {
    if (serde.isReadOtherwise || serde.isFlattened || serde.aliases || serde.isSkipped) return [];
    const read = parseType(type ?? "");
    const isOption = read.kind === "path" && read.segments.at(-1) === "Option" && read.args.length === 1;
    const item = isOption ? read.args[0] : read;
    const kind = item && kindOf(machine, inType, item);
    const by = serde.renameRead ?? serde.rename ?? renameField(name.replace(/^r#/, ""), struct.shape.serde.renameAll);
    return kind ? [{ in: place, by, type: nameOf(item), kind }] : [];
  });
}

function isPlain(type: RustType | undefined): type is RustType & { readonly shape: NonNullable<RustType["shape"]> } {
  return type?.shape?.kind === "struct" && !type.shape.serde.isReadOtherwise && type.parameters.length === 0;
}

function kindOf(machine: Machine, where: Where, type: TypeText): TakenKind | undefined {
  if (type.kind !== "path" || type.args.length > 0 || isOfProject(machine, where, type.segments)) return undefined;
  const name = type.segments.at(-1) ?? "";
  return INTEGER.test(name) ? "integer" : KINDS[name];
}

interface Where {
  readonly module: Module;
  readonly type?: string;
}

/** Whether the project declares a type of that name itself, which may be read in any way. */
function isOfProject(machine: Machine, { module, type }: Where, segments: readonly string[]): boolean {
  const found = resolve(machine.crates, module, segments, type);
  if (found?.kind === "type") machine.crates.note(found.module.file);
  return found !== undefined && found.kind !== "external";
}

function nameOf(type: TypeText): string {
  return type.kind === "path" ? (type.segments.at(-1) ?? "") : "";
}
