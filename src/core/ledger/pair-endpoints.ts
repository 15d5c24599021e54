import { endpointKey, type EndpointKey, type Method } from "#core/model/endpoint.ts";
import type { Operation } from "#core/model/operation.ts";
import type { Route } from "#core/model/route.ts";
import { foldTwins } from "./fold-twins.ts";
import type { Pair } from "./pair.ts";
import { isOpen, withOpenRoutes } from "./pair-open-routes.ts";

/** What declares endpoints, by key; the first that stands under a key names the path. */
type Table<T extends { readonly method: Method; readonly path: string }> = ReadonlyMap<EndpointKey, readonly T[]>;

/**
 * Pairs contract, Python and Rust by method and shape of the path. Two that differ only in the slash at the end are
 * paired, and where one side alone has both, they are one endpoint (`foldTwins`); a route for any method stands for each method that the others name. Routes that a framework adds by itself
 * join a pair but make none; routers that no app reaches, and fallbacks, are no endpoints. Routes of which a part is not
 * known come after all others.
 */
export function pairEndpoints(
  operations: readonly Operation[],
  routes: { readonly python: readonly Route[]; readonly rust: readonly Route[] },
): readonly Pair[] {
  const contract = tableOf(operations);
  const pythonAsWritten = tableOf(routes.python.filter(isCertain));
  const rustAsWritten = tableOf(routes.rust.filter(isCertain));
  const python = foldTwins(pythonAsWritten, [contract, rustAsWritten], otherSlash);
  const rust = foldTwins(rustAsWritten, [contract, pythonAsWritten], otherSlash);
  const pairs: Pair[] = [];
  const taken = { contract: new Set<EndpointKey>(), python: new Set<EndpointKey>(), rust: new Set<EndpointKey>() };

  const makePair = (key: EndpointKey, first: { readonly method: Method; readonly path: string }): void => {
    const contractKey = findKey(contract, key, []);
    const pythonKey = findKey(python, key, [contract]);
    const rustKey = findKey(rust, key, [contract, python]);
    if (contractKey) taken.contract.add(contractKey);
    if (pythonKey) taken.python.add(pythonKey);
    if (rustKey) taken.rust.add(rustKey);
    const operation = contractKey && contract.get(contractKey)?.[0];
    pairs.push({
      key,
      method: first.method,
      path: first.path,
      ...(operation && { operation }),
      python: (pythonKey && python.get(pythonKey)) ?? [],
      rust: (rustKey && rust.get(rustKey)) ?? [],
    });
  };

  for (const [key, [first]] of contract) if (first) makePair(key, first);
  for (const [source, table] of [
    ["python", python],
    ["rust", rust],
  ] as const) {
    // Routes for any method come last: they are an endpoint of their own only where nothing names a method.
    const byKey = [...table].toSorted(([one], [other]) => Number(isAny(one)) - Number(isAny(other)));
    for (const [key, [first, ...rest]] of byKey) {
      if (!first || taken[source].has(key) || [first, ...rest].every((route) => route.implicit)) continue;
      makePair(key, first);
    }
  }
  return withOpenRoutes(
    pairs,
    [...routes.python, ...routes.rust].filter((route) => isEndpoint(route) && isOpen(route)),
  );
}

function isCertain(route: Route): boolean {
  return isEndpoint(route) && !isOpen(route);
}

function isEndpoint(route: Route): boolean {
  return !route.unmounted && route.kind !== "fallback";
}

function tableOf<T extends { readonly method: Method; readonly path: string }>(entries: readonly T[]): Table<T> {
  const table = new Map<EndpointKey, T[]>();
  for (const entry of entries) {
    const key = keyOf(entry);
    const known = table.get(key);
    if (known) known.push(entry);
    else table.set(key, [entry]);
  }
  return table;
}

type Entry = Pick<Pair, "method" | "path">;

/** Keys of what did not change are not made again with every key stroke. */
const keys = new WeakMap<Entry, { readonly key: EndpointKey; readonly group: string }>();

function keyOf(entry: Entry): EndpointKey {
  return keysOf(entry).key;
}

/** Of `GET /a/{id}/` it is `/a/{}`: what is paired with each other has one. */
export function groupOf(entry: Entry): string {
  return keysOf(entry).group;
}

function keysOf(entry: Entry): { readonly key: EndpointKey; readonly group: string } {
  const known = keys.get(entry);
  if (known) return known;
  const key = endpointKey(entry.method, entry.path);
  const end = key.length > 1 && key.endsWith("/") ? key.length - 1 : key.length;
  const made = { key, group: key.slice(key.indexOf(" ") + 1, end) };
  keys.set(entry, made);
  return made;
}

/** The key under which a table has an endpoint: as it is, with the other slash, or for any method. */
function findKey(
  table: Table<Operation> | Table<Route>,
  key: EndpointKey,
  before: readonly (Table<Operation> | Table<Route>)[],
): EndpointKey | undefined {
  if (table.has(key)) return key;
  if (table.size === 0) return undefined;
  const slashed = otherSlash(key);
  // Where an earlier table has the other spelling too, that is an endpoint of its own.
  if (slashed && table.has(slashed) && !before.some((each) => each.has(slashed))) return slashed;
  const any = endpointKey("ANY", key.slice(key.indexOf(" ") + 1));
  return table.has(any) ? any : undefined;
}

function isAny(key: EndpointKey): boolean {
  return key.startsWith("ANY ");
}

function otherSlash(key: EndpointKey): EndpointKey | undefined {
  const space = key.indexOf(" ");
  const path = key.slice(space + 1);
  if (path === "/") return undefined;
  return endpointKey(key.slice(0, space), path.endsWith("/") ? path.slice(0, -1) : `${path}/`);
}
