import type { RustMember, RustShape, RustType } from "#core/model/sources/rust-facts.ts";
import type { Range } from "#core/model/place.ts";
import type { WireField, WireModel, WireType } from "#core/model/sources/wire-model.ts";
import { renameField, renameVariant } from "./rename-rules.ts";

/** What making a model must know of where the type stands. */
interface Context {
  readonly file: string;
  typeOf(text: string): WireType;
}

const OTHER: WireType = { kind: "other" };

/** The model of a struct or an enum as serde writes it, and those of its variants (serde.rs, "Enum representations"). */
export function makeModel(item: RustType, shape: RustShape, id: string, context: Context): readonly WireModel[] {
  const model = { id, name: item.name, place: { file: context.file, range: item.at } };
  if (shape.kind !== "enum") return [{ ...model, ...contentOf(shape, shape.serde.renameAll, context) }];
  const made: WireModel[] = [];
  const variants = shape.members.filter(({ serde }) => !serde.isSkipped);
  const contents = variants.map((variant) => ({ variant, type: variantType(variant, shape, id, context, made) }));
  const all: WireType = { kind: "union", options: contents.map(({ type }) => type) };
  const { tag, content, isUntagged } = shape.serde;
  const tagField = (name: string, type: WireType): WireField => plainField(name, type, item.at, context);
  if (isUntagged) return [{ ...model, fields: [], root: all }, ...made];
  if (tag !== undefined && content !== undefined) {
    return [{ ...model, fields: [tagField(tag, OTHER), tagField(content, all)] }, ...made];
  }
  if (tag !== undefined) return [{ ...model, fields: [tagField(tag, OTHER)], root: all }, ...made];
  const fields = contents.map(({ variant, type }) => ({
    ...plainField(variant.name, type, variant.at, context),
    wireName: variant.serde.rename ?? renameVariant(variant.name, shape.serde.renameAll),
    ...readNamesOf(variant),
  }));
  return [{ ...model, fields }, ...made];
}

function variantType(variant: RustMember, whole: RustShape, id: string, context: Context, made: WireModel[]): WireType {
  const { shape } = variant;
  if (!shape) return OTHER;
  const model = {
    id: `${id}::${variant.name}`,
    name: variant.name,
    place: { file: context.file, range: variant.at },
    ...contentOf(shape, shape.serde.renameAll ?? whole.serde.renameAllFields, context),
  };
  if (shape.kind === "tuple" && model.root) return model.root;
  made.push(model);
  return { kind: "model", id: model.id };
}

/** The fields of a struct, or what stands in the place of a tuple struct. */
function contentOf(
  shape: RustShape,
  renameAll: string | undefined,
  context: Context,
): Pick<WireModel, "fields" | "root"> {
  const written = shape.members.filter(({ serde }) => !serde.isSkipped);
  const [only] = written;
  if (only && written.length === 1 && (shape.kind === "tuple" || shape.serde.isTransparent)) {
    return { fields: [], root: context.typeOf(only.type ?? "") };
  }
  if (shape.kind === "tuple") {
    return { fields: [], root: { kind: "tuple", items: written.map(({ type }) => context.typeOf(type ?? "")) } };
  }
  return { fields: written.map((member) => fieldOf(member, shape, renameAll, context)) };
}

function fieldOf(member: RustMember, shape: RustShape, renameAll: string | undefined, context: Context): WireField {
  const { name, serde, at } = member;
  const text = member.type ?? "";
  const isOptional = /^(?:(?:::)?(?:std|core)::option::)?Option\s*</.test(text);
  return {
    ...plainField(name, context.typeOf(text), at, context),
    wireName: serde.rename ?? renameField(name, renameAll),
    ...readNamesOf(member),
    typeText: text,
    // serde takes an absent `Option` as `None`.
    isDefaulted: isOptional || serde.isDefaulted === true || shape.serde.isDefaulted === true,
    isOptional,
    ...(serde.isFlattened && { isFlattened: true }),
  };
}

function readNamesOf({ serde }: RustMember): Pick<WireField, "readNames"> {
  const names = [...(serde.renameRead === undefined ? [] : [serde.renameRead]), ...(serde.aliases ?? [])];
  return names.length > 0 ? { readNames: names } : {};
}

function plainField(name: string, type: WireType, at: Range, { file }: Context): WireField {
  return {
    name,
    wireName: name,
    type,
    typeText: "",
    isDefaulted: false,
    isOptional: false,
    place: { file, range: at },
  };
}
