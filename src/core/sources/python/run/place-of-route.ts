import type { Place } from "#core/model/place.ts";
import type { PythonExpression } from "#core/model/sources/python-facts.ts";
import type { Call, Machine } from "../values/machine.ts";
import type { Argument, Value } from "../values/values.ts";

/**
 * Where a route is declared that a call registers: a function of the project that is handed both the path and the
 * endpoint only passes them on, so that the place is where it is called (`self.add_api_route("/x", x)` of a server class).
 */
export function placeOfRoute(
  { calls }: Machine,
  place: Place,
  path: Argument | undefined,
  endpoint: Value | undefined,
): Place {
  let found = place;
  let handed = path;
  for (const call of calls.toReversed()) {
    if (!handed || !endpoint || !argumentsOf(call).some(({ value }) => value === endpoint)) return found;
    const given = pathFrom(call, handed);
    if (!given) return found;
    found = call.args.place;
    handed = given;
  }
  return found;
}

/** The argument of a call that a path is, or is made of. */
function pathFrom(call: Call, path: Argument): Argument | undefined {
  const same = argumentsOf(call).find(({ value }) => value === path.value);
  if (same) return same;
  const name = call.callee.declaration.parameters.find(
    (parameter) => path.expression && isNamed(path.expression, parameter.name) && parameter.name !== "self",
  )?.name;
  return name === undefined ? undefined : argumentOf(call, name);
}

function argumentOf({ callee, args }: Call, name: string): Argument | undefined {
  const names = callee.declaration.parameters.map((parameter) => parameter.name).slice(callee.self ? 1 : 0);
  return args.named.get(name) ?? args.positional[names.indexOf(name)];
}

function argumentsOf({ args }: Call): readonly Argument[] {
  return [...args.positional, ...args.named.values()];
}

/** Whether a path is written with a name: `prefix + path`, `f"/v1{path}"`. */
function isNamed(expression: PythonExpression, name: string): boolean {
  if (expression.kind === "name") return expression.name === name;
  if (expression.kind === "join") return expression.parts.some((part) => isNamed(part, name));
  if (expression.kind === "binary") return isNamed(expression.left, name) || isNamed(expression.right, name);
  return expression.kind === "call" && expression.callee.kind === "member" && isNamed(expression.callee.of, name);
}
