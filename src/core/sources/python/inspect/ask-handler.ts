import type { Range } from "#core/model/place.ts";
import type { Handler, Route } from "#core/model/route.ts";
import type { PythonFunction, PythonStatement } from "#core/model/sources/python-facts.ts";
import type { SourceAnswer } from "#core/model/sources/sources.ts";
import type { TakingHandler } from "./body-parameter.ts";
import { createWireTypes } from "./create-wire-types.ts";
import { createDefinitions, type PythonSources } from "./definitions.ts";
import { blockOf } from "./expression-at.ts";
import type { WireTypes } from "./wire-types.ts";

/** A route's handler as its file declares it, and what tells of its types. */
export interface AskedHandler extends TakingHandler {
  readonly types: WireTypes;
  readonly handler: Handler;
}

/** Answers a question about a route's handler; undefined where the handler is not known or its file is not read yet. */
export function askHandler<T>(
  python: PythonSources,
  { handler, method, parameters }: Route,
  ask: (asked: AskedHandler) => T | undefined,
): SourceAnswer<T | undefined> {
  const definitions = createDefinitions(python);
  const types = createWireTypes(definitions);
  const file = handler?.place.file ?? "";
  const facts = handler && definitions.factsOf(file);
  const declaration = facts && functionAt(facts.body, handler.place.range);
  const inPath = new Set(parameters.map(({ name }) => name));
  const value = handler && declaration && ask({ types, handler, method, declaration, file, inPath });
  return { value, wanted: [...definitions.wanted], used: [...definitions.used] };
}

/** The function whose name stands at a range. */
function functionAt(body: readonly PythonStatement[], at: Range): PythonFunction | undefined {
  for (const statement of body) {
    if (statement.kind === "function" && isSame(statement.at, at)) return statement;
    const found = functionAt(blockOf(statement), at);
    if (found) return found;
  }
  return undefined;
}

function isSame(one: Range, other: Range): boolean {
  return one.start.line === other.start.line && one.start.character === other.start.character;
}
