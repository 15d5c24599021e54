import type { TakenKind, TakenParameters } from "#core/model/route.ts";
import type { PythonExpression } from "#core/model/sources/python-facts.ts";
import type { ParametersOf } from "../../inspect/taken-parameters.ts";
import { isComplex, markedOf, nameOf } from "./body-parameters.ts";

/** The types of one value, by the last part of their names. */
const KINDS: Readonly<Record<string, TakenKind>> = {
  int: "integer",
  PositiveInt: "integer",
  NonNegativeInt: "integer",
  float: "number",
  Decimal: "number",
  bool: "boolean",
  str: "string",
  UUID: "uuid",
  UUID1: "uuid",
  UUID4: "uuid",
};

/** Parameters as FastAPI reads a signature (fastapi.tiangolo.com, "Path Parameters", "Query Parameters"). */
export const takenParameters: ParametersOf = (types, { parameters }, file, pathNames) =>
  parameters.flatMap((parameter): TakenParameters["parameters"] => {
    if (parameter.kind !== "plain") return [];
    const { type, file: at, marker } = markedOf(types, parameter, file);
    const word = type && nameOf(withoutNone(type));
    const kind = word === undefined ? undefined : KINDS[word];
    if (type === undefined || word === undefined || kind === undefined) return [];
    if (pathNames.has(parameter.name)) return [{ in: "path", by: parameter.name, type: word, kind }];
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
