import { endpointKey } from "#core/model/endpoint.ts";
import type { Operation } from "#core/model/operation.ts";
import type { Route } from "#core/model/route.ts";

/** What was read of contract and sources. */
interface Given {
  readonly operations: readonly Operation[];
  readonly routes: { readonly python: readonly Route[]; readonly rust: readonly Route[] };
}

/**
 * Puts a contract's base paths (`servers`) before its paths, where the servers answer there. A base path that only a
 * proxy or `root_path` adds is nothing that the sources know: of the paths as written and with each base path, those
 * count that most routes have, and with the first base path where no route has any. Gives the same array for the same
 * outcome, so that what is kept for it stays.
 */
export function createBasePaths(): (given: Given) => readonly Operation[] {
  let last:
    | { readonly from: readonly Operation[]; readonly bases: string; readonly to: readonly Operation[] }
    | undefined;
  return ({ operations, routes }) => {
    const basesByServers = chosenBases(operations, routes);
    if (basesByServers.size === 0) return operations;
    const bases = JSON.stringify([...basesByServers]);
    if (last?.from !== operations || last.bases !== bases) {
      const to = operations.map((operation) => below(basesByServers.get(serversOf(operation)) ?? "", operation));
      last = { from: operations, bases, to };
    }
    return last.to;
  };
}

/** An operation with a base path before its own. */
export function below(base: string, operation: Operation): Operation {
  if (base === "") return operation;
  const path = base + operation.path;
  return { ...operation, path, key: endpointKey(operation.method, path) };
}

/** For each list of base paths that operations have, the one that counts. */
function chosenBases(operations: readonly Operation[], routes: Given["routes"]): ReadonlyMap<string, string> {
  const groups = Map.groupBy(
    operations.filter(({ basePaths }) => basePaths !== undefined),
    serversOf,
  );
  if (groups.size === 0) return new Map();
  const paths = new Set(
    [...routes.python, ...routes.rust]
      .filter(({ kind, implicit, unmounted }) => kind === "http" && !implicit && !unmounted)
      .map(({ path }) => shapeOf(path)),
  );
  return new Map([...groups].map(([servers, group]) => [servers, bestBase(group, paths)]));
}

function bestBase(group: readonly Operation[], paths: ReadonlySet<string>): string {
  const bases = group[0]?.basePaths ?? [];
  const candidates = ["", ...bases].map((base) => ({
    base,
    count: group.filter(({ path }) => paths.has(shapeOf(base + path))).length,
  }));
  const most = Math.max(...candidates.map(({ count }) => count));
  return (most === 0 ? bases[0] : candidates.find(({ count }) => count === most)?.base) ?? "";
}

function serversOf({ basePaths = [] }: Operation): string {
  return basePaths.join(" ");
}

/** Names of parameters and a slash at the end do not count. */
function shapeOf(path: string): string {
  const shape = path.replaceAll(/\{[^{}]*\}/g, "{}");
  return shape.length > 1 && shape.endsWith("/") ? shape.slice(0, -1) : shape;
}
