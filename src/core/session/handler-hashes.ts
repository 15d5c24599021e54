import type { Index, Snapshot } from "#core/index/create-index.ts";
import { endpointKey, SIDES, type EndpointKey, type Side } from "#core/model/endpoint.ts";
import type { Route } from "#core/model/route.ts";

/** Puts into routes the hash of all code that their handlers use, as far as somebody needs it. */
export interface HandlerHashes {
  /** The routes that may answer one of the endpoints have their hashes; the others stay as they are. */
  complete(snapshot: Snapshot, endpoints: Iterable<EndpointKey>): Promise<Snapshot>;
}

type Asked = Pick<Index, "ask">;

/** The hash of all code that a route's handler uses; of its own source where the language does not tell more. */
export async function handlerHashOf(
  index: Asked,
  side: Side,
  { handler, handlerHash }: Route,
): Promise<string | undefined> {
  if (!handler) return handlerHash;
  const { file, range } = handler.place;
  const key = `handler ${file}:${range.start.line}:${range.start.character}`;
  return (await index.ask(side, key, (inspector) => inspector.handlerHash(handler))) ?? handlerHash;
}

export function createHandlerHashes(index: () => Asked): HandlerHashes {
  const shapes = new WeakMap<Route, string>();
  const completed = new WeakMap<Route, Route>();

  function shapeOf(route: Route): string {
    const shape = shapes.get(route) ?? shapeOfKey(endpointKey("GET", route.path));
    shapes.set(route, shape);
    return shape;
  }

  async function completeRoute(side: Side, route: Route): Promise<Route> {
    const handlerHash = await handlerHashOf(index(), side, route);
    if (handlerHash === undefined || handlerHash === route.handlerHash) return route;
    const known = completed.get(route);
    // The same object for the same hash: what is made of it need not be made again.
    if (known?.handlerHash === handlerHash) return known;
    const made = { ...route, handlerHash };
    completed.set(route, made);
    return made;
  }

  return {
    async complete(snapshot, endpoints) {
      const needed = new Set([...endpoints].map((endpoint) => shapeOfKey(endpoint)));
      if (needed.size === 0) return snapshot;
      const routes = { ...snapshot.routes };
      for (const side of SIDES) {
        const all = [...routes[side]];
        for (const [number, route] of all.entries()) {
          if (needed.has(shapeOf(route))) all[number] = await completeRoute(side, route);
        }
        routes[side] = all;
      }
      return { ...snapshot, routes };
    },
  };
}

/** The path of a key: a route for all methods answers endpoints of each. */
function shapeOfKey(key: EndpointKey): string {
  return key.slice(key.indexOf(" ") + 1);
}
