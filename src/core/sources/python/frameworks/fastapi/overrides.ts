import { memberOfClass } from "../../values/class-member.ts";
import type { Machine } from "../../values/machine.ts";
import type { Argument, Arguments, FunctionValue, Router, Value } from "../../values/values.ts";

/**
 * A method that a project's own APIRouter puts in the place of FastAPI's. `@router.get(…)` calls `self.api_route(…)`, and
 * that calls `self.add_api_route(…)` with the function; an app hands both to a plain router of its own.
 */
export function overrideOf(
  machine: Machine,
  router: Router,
  name: "api_route" | "add_api_route",
): FunctionValue | undefined {
  if (!router.of || router.isApp) return undefined;
  const own = memberOfClass(machine, router.of, name);
  return own?.kind === "function" ? { ...own, self: { kind: "router", router } } : undefined;
}

/** The arguments of `self.api_route(path=…, methods=[…], …)` for those of `@router.get(…)`. */
export function argumentsOfApiRoute({ positional, named, place }: Arguments, methods: readonly string[]): Arguments {
  const [path = named.get("path")] = positional;
  const all = new Map([...named, ...(path ? [["path", path] as const] : []), ["methods", listOf(methods, place)]]);
  return { positional: [], named: all, place };
}

/** The arguments of `self.add_api_route(path, function, …)` for those of `@router.api_route(…)`. */
export function argumentsOfAddApiRoute(
  { positional, named, place }: Arguments,
  endpoint: Value,
  methods: readonly string[] | undefined,
): Arguments {
  const [path = named.get("path")] = positional;
  const others = new Map([...named].filter(([name]) => name !== "path"));
  if (methods) others.set("methods", listOf(methods, place));
  return { positional: [...(path ? [path] : []), { value: endpoint, place }], named: others, place };
}

function listOf(methods: readonly string[], place: Argument["place"]): Argument {
  return { value: { kind: "list", items: methods.map((method) => ({ kind: "text", parts: [method] })) }, place };
}
