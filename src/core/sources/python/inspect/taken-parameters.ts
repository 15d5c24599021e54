import type { Route, TakenParameters } from "#core/model/route.ts";
import type { PythonFunction } from "#core/model/sources/python-facts.ts";
import type { SourceAnswer } from "#core/model/sources/sources.ts";
import { askHandler } from "./ask-handler.ts";
import type { PythonSources } from "./definitions.ts";
import type { WireTypes } from "./wire-types.ts";

/** The parameters in path and query that a framework fills for a handler, those of one value whose type is known. */
export type ParametersOf = (
  types: WireTypes,
  declaration: PythonFunction,
  file: string,
  pathNames: ReadonlySet<string>,
) => TakenParameters["parameters"];

/** What a route's handler takes in path and query; undefined where that is not known. */
export function takenParameters(
  python: PythonSources,
  route: Route,
  parametersOf: ParametersOf | undefined,
): SourceAnswer<TakenParameters | undefined> {
  return askHandler(python, route, ({ types, declaration, file, inPath }) =>
    parametersOf ? { parameters: parametersOf(types, declaration, file, inPath) } : undefined,
  );
}
