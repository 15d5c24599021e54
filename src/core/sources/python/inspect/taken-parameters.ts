import type { Route, TakenParameters } from "#core/model/route.ts";
import type { PythonFunction } from "#core/model/sources/python-facts.ts";
import type { SourceAnswer } from "#core/model/sources/sources.ts";
import { createDefinitions, type PythonSources } from "./definitions.ts";
import { functionAt } from "./request-model.ts";
import { createWireTypes } from "./create-wire-types.ts";
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
  { handler, parameters: inPath }: Route,
  parametersOf: ParametersOf | undefined,
): SourceAnswer<TakenParameters | undefined> {
  const definitions = createDefinitions(python);
  const types = createWireTypes(definitions);
  const file = handler?.place.file ?? "";
  const facts = handler && definitions.factsOf(file);
  const declaration = facts && functionAt(facts.body, handler.place.range);
  const names = new Set(inPath.map(({ name }) => name));
  const value = declaration && parametersOf ? { parameters: parametersOf(types, declaration, file, names) } : undefined;
  return { value, wanted: [...definitions.wanted], used: [...definitions.used] };
}
