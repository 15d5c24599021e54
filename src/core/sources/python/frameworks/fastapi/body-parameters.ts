import type { PythonExpression, PythonParameter } from "#core/model/sources/python-facts.ts";
import type { WireType } from "#core/model/sources/wire-model.ts";
import type { BodyParameter, TakingHandler } from "../../inspect/body-parameter.ts";
import { isComplex, nameOf } from "../../inspect/complex-types.ts";
import type { Definition } from "../../inspect/definitions.ts";
import type { WireTypes } from "../../inspect/wire-types.ts";

/** What a parameter says of itself: its type, and the marker that says where its value comes from. */
interface Marked {
  readonly type?: PythonExpression;
  readonly file: string;
  readonly marker?: Extract<PythonExpression, { kind: "call" }>;
}

const MARKERS = new Set("Body Form File Query Path Header Cookie Depends Security".split(" "));
const MAX_HOPS = 20;

/**
 * The parameters of a handler that FastAPI fills from the JSON body (fastapi.tiangolo.com, "Request Body"); none where the
 * body is a form. What is certainly no body, and what is not certain, is left out.
 */
export function bodyParameters(
  types: WireTypes,
  { declaration: { parameters }, file, inPath }: TakingHandler,
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
    const isBody = marker === "Body" || (!inPath.has(parameter.name) && isComplex(types, marked.type, wireType));
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

function keysOf(key: PythonExpression): readonly PythonExpression[] {
  return key.kind === "list" ? key.items : [key];
}
