import type { PythonExpression, PythonFunction, PythonParameter } from "#core/model/sources/python-facts.ts";
import type { WireType } from "#core/model/sources/wire-model.ts";
import type { BodyParameter } from "../../inspect/body-parameter.ts";
import type { Definition } from "../../inspect/definitions.ts";
import type { WireTypes } from "../../inspect/wire-types.ts";

/** What a parameter says of itself: its type, and the marker that says where its value comes from. */
interface Marked {
  readonly type?: PythonExpression;
  readonly file: string;
  readonly marker?: Extract<PythonExpression, { kind: "call" }>;
}

const MARKERS = new Set("Body Form File Query Path Header Cookie Depends Security".split(" "));
/** Types that are no single value, so that FastAPI takes them from the body unless something says otherwise. */
const COMPLEX = /^(?:dict|Dict|Mapping|list|List|set|Set|frozenset|FrozenSet|tuple|Tuple|deque|Sequence)$/;
/** What makes a class one that JSON is read into; any other class may be an enumeration, which stands in the query. */
const MODEL_BASE = /\.(?:BaseModel|RootModel|GenericModel|SQLModel|BaseSettings|TypedDict|NamedTuple)$/;
const MODEL_DECORATOR = /(?:^|\.)dataclass$/;
const MAX_HOPS = 20;

/**
 * The parameters of a handler that FastAPI fills from the JSON body (fastapi.tiangolo.com, "Request Body"); none where the
 * body is a form. What is certainly no body, and what is not certain, is left out.
 */
export function bodyParameters(
  types: WireTypes,
  { parameters }: PythonFunction,
  file: string,
  pathNames: ReadonlySet<string>,
): readonly BodyParameter[] {
  const found: BodyParameter[] = [];
  for (const parameter of parameters) {
    if (parameter.kind !== "plain") continue;
    const marked = markedOf(types, parameter, file);
    const marker = marked.marker && nameOf(marked.marker.callee);
    if (marker === "Form" || marker === "File" || mentionsUpload(marked.type)) return [];
    if (marker !== undefined && marker !== "Body") continue;
    const wireType = marked.type
      ? types.typeOf(marked.type, { file: marked.file, bindings: new Map() })
      : { kind: "other" as const };
    const isBody = marker === "Body" || (!pathNames.has(parameter.name) && isComplex(types, marked.type, wireType));
    if (isBody) found.push(bodyParameter(parameter, marked, wireType));
  }
  return found;
}

function bodyParameter(parameter: PythonParameter, { type, file, marker }: Marked, wireType: WireType): BodyParameter {
  const named = new Map(marker?.named);
  const embed = named.get("embed");
  const alias = named.get("alias");
  const isMarkerDefault = marker !== undefined && parameter.default === marker;
  const given = isMarkerDefault ? (named.get("default") ?? marker.positional[0]) : parameter.default;
  return {
    name: parameter.name,
    ...(type && { type }),
    file,
    wireType,
    isDefaulted: given !== undefined && !(given.kind === "unknown" && given.what === "ellipsis"),
    isEmbedded: embed?.kind === "constant" && embed.value === true,
    ...(alias?.kind === "text" && { alias: alias.value }),
  };
}

/** `item: Annotated[Item, Body()]`, `item: Item = Body()`, and a name that stands for such an `Annotated`. */
export function markedOf(types: WireTypes, parameter: PythonParameter, file: string): Marked {
  let type = parameter.type;
  let at = file;
  let marker = parameter.default && markerIn([parameter.default]);
  for (let hop = 0; type && hop < MAX_HOPS; hop += 1) {
    const keys = type.kind === "item" && nameOf(type.of) === "Annotated" ? keysOf(type.key) : undefined;
    if (keys) {
      marker ??= markerIn(keys.slice(1));
      [type] = keys;
      continue;
    }
    const alias = aliasOf(types.definitionOf(type, at));
    if (!alias) break;
    ({ value: type, file: at } = alias);
  }
  return { ...(type && { type }), file: at, ...(marker && { marker }) };
}

/** What `CurrentUser = Annotated[User, Depends(…)]` stands for. */
function aliasOf(definition: Definition | undefined): { value: PythonExpression; file: string } | undefined {
  const last = definition?.kind === "declared" ? definition.declarations.at(-1) : undefined;
  if (definition?.kind !== "declared" || last?.kind !== "assign" || last.value?.kind !== "item") return undefined;
  return { value: last.value, file: definition.file };
}

function markerIn(expressions: readonly PythonExpression[]): Marked["marker"] {
  return expressions.find(
    (each): each is Extract<PythonExpression, { kind: "call" }> =>
      each.kind === "call" && MARKERS.has(nameOf(each.callee)),
  );
}

function mentionsUpload(type: PythonExpression | undefined): boolean {
  if (type?.kind === "item") return keysOf(type.key).some(mentionsUpload);
  if (type?.kind === "binary") return mentionsUpload(type.left) || mentionsUpload(type.right);
  return type !== undefined && nameOf(type) === "UploadFile";
}

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

function keysOf(key: PythonExpression): readonly PythonExpression[] {
  return key.kind === "list" ? key.items : [key];
}

/** The last part of a name. */
export function nameOf(expression: PythonExpression): string {
  return expression.kind === "name" || expression.kind === "member" ? expression.name : "";
}
