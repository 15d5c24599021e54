import { operationOfRoute } from "#core/cases/generate/operation-of-route.ts";
import type { Index } from "#core/index/create-index.ts";
import { endpointKey, type Side } from "#core/model/endpoint.ts";
import type { Operation } from "#core/model/operation.ts";
import { placeText } from "#core/model/place.ts";
import type { Route, TakenParameters } from "#core/model/route.ts";

/**
 * What endpoints take that the contract does not have, as far as the sources tell: the first of Python's routes of each, and the
 * parameters as the Python handler takes them, or where it does not tell of those in the path or in the query, the Rust one.
 */
export async function undeclaredOperations(
  sources: Pick<Index, "ask">,
  routes: Readonly<Record<Side, readonly Route[]>>,
  declared: readonly Operation[],
): Promise<readonly Operation[]> {
  const known = new Set(declared.map(({ key }) => key));
  const operations: Operation[] = [];
  const rustByKey = new Map(routes.rust.map((route) => [endpointKey(route.method, route.path), route]));
  for (const route of routes.python) {
    const key = endpointKey(route.method, route.path);
    const isSendable = route.kind === "http" && route.method !== "ANY" && !route.implicit && !route.unmounted;
    if (known.has(key) || !isSendable || route.unresolved !== undefined) continue;
    known.add(key);
    const question = `request ${placeText(route.place)} ${route.handler ? placeText(route.handler.place) : ""}`;
    const model = await sources.ask("python", question, (inspector) => inspector.requestModel(route));
    const taken = await sources.ask("python", `taken ${question}`, (inspector) => inspector.takenParameters(route));
    operations.push(operationOfRoute(route, model, bothTaken(taken, rustByKey.get(key)?.taken)));
  }
  return operations;
}

/** What the Python handler says comes first. Where that is not all of the query, nothing is added to it. */
function bothTaken(python: TakenParameters | undefined, rust: TakenParameters | undefined): TakenParameters {
  const own = python?.parameters ?? [];
  const others = rust?.parameters ?? [];
  const isQueryKnown = own.some((each) => each.in === "query");
  return { parameters: [...own, ...others.filter((each) => each.in === "path" || !isQueryKnown)] };
}
