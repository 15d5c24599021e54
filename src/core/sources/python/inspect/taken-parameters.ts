import type { Route, TakenKind, TakenParameters } from "#core/model/route.ts";
import type { SourceAnswer } from "#core/model/sources/sources.ts";
import { askHandler } from "./ask-handler.ts";
import type { TakingHandler } from "./body-parameter.ts";
import type { PythonSources } from "./definitions.ts";
import type { WireTypes } from "./wire-types.ts";

/** The parameters in path and query that a framework fills for a handler, those of one value whose type is known. */
export type ParametersOf = (types: WireTypes, handler: TakingHandler) => TakenParameters["parameters"];

/** The types of one value, by the last part of their names. */
export const KINDS: Readonly<Record<string, TakenKind>> = {
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

/** What a route's handler takes in path and query; undefined where that is not known. */
export function takenParameters(
  python: PythonSources,
  route: Route,
  parametersOf: ParametersOf | undefined,
): SourceAnswer<TakenParameters | undefined> {
  return askHandler(python, route, ({ types, ...handler }) =>
    parametersOf ? { parameters: parametersOf(types, handler) } : undefined,
  );
}
