import type { TakenParameters } from "#core/model/route.ts";
import type { PythonExpression } from "#core/model/sources/python-facts.ts";
import { isComplex, nameOf } from "../../inspect/complex-types.ts";
import { KINDS, type ParametersOf } from "../../inspect/taken-parameters.ts";
import { markedOf } from "./body-parameters.ts";

/** Parameters as FastAPI reads a signature (fastapi.tiangolo.com, "Path Parameters", "Query Parameters"). */
export const takenParameters: ParametersOf = (types, { declaration: { parameters }, file, inPath }) =>
  parameters.flatMap((parameter): TakenParameters["parameters"] => {
    if (parameter.kind !== "plain") return [];
    const { type, file: at, marker } = markedOf(types, parameter, file);
    const word = type && nameOf(withoutNone(type));
    const kind = word === undefined ? undefined : KINDS[word];
    if (type === undefined || word === undefined || kind === undefined) return [];
    if (inPath.has(parameter.name)) return [{ in: "path", by: parameter.name, type: word, kind }];
    const isInQuery = marker === undefined || nameOf(marker.callee) === "Query";
    const wireType = types.typeOf(type, { file: at, bindings: new Map() });
    if (!isInQuery || isComplex(types, type, wireType)) return [];
    const alias = new Map(marker?.named).get("alias");
    return [{ in: "query", by: alias?.kind === "text" ? alias.value : parameter.name, type: word, kind }];
  });

/** `int | None`, `Optional[int]` → `int` */
function withoutNone(type: PythonExpression): PythonExpression {
  if (type.kind === "binary" && type.operator === "|") {
    return withoutNone(type.left.kind === "constant" ? type.right : type.left);
  }
  if (type.kind === "item" && nameOf(type.of) === "Optional") return withoutNone(type.key);
  return type;
}
