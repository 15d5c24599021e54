import { endpointKey, type EndpointKey } from "#core/model/endpoint.ts";
import type { Route } from "#core/model/route.ts";

interface Keys {
  has(key: EndpointKey): boolean;
}

/**
 * Puts the routes of one side that answer a path with and without a slash at its end by the same handler, or of which
 * one is kept out of the contract, below one key, where nobody else declares the second. It is the key that the others have, else the
 * one that is shown, else the one without the slash. What two handlers answer stays two endpoints.
 */
export function foldTwins(
  table: ReadonlyMap<EndpointKey, readonly Route[]>,
  others: readonly Keys[],
  otherSlash: (key: EndpointKey) => EndpointKey | undefined,
): ReadonlyMap<EndpointKey, readonly Route[]> {
  const folded = new Map(table);
  const isElsewhere = (key: EndpointKey): boolean => {
    const any = endpointKey("ANY", key.slice(key.indexOf(" ") + 1));
    return others.some((other) => other.has(key) || other.has(any));
  };
  for (const [key, routes] of table) {
    const twin = otherSlash(key);
    const twins = twin === undefined ? undefined : table.get(twin);
    if (twin === undefined || twins === undefined || !folded.has(key) || !folded.has(twin)) continue;
    if (isElsewhere(twin) || !areTwins(routes, twins)) continue;
    if (!isElsewhere(key) && isSecond(key, routes, twins)) continue;
    folded.set(key, [...routes, ...twins]);
    folded.delete(twin);
  }
  return folded;
}

function areTwins([one]: readonly Route[], [other]: readonly Route[]): boolean {
  if (one?.kind !== "http" || other?.kind !== "http") return false;
  if (one.isHidden !== other.isHidden) return true;
  const { handler } = one;
  if (!handler || !other.handler) return false;
  return handler.name === other.handler.name && handler.place.file === other.handler.place.file;
}

/** Where nobody else has either: the hidden one, else the one with the slash. */
function isSecond(key: EndpointKey, [one]: readonly Route[], [twin]: readonly Route[]): boolean {
  const isHidden = one?.isHidden ?? false;
  const isTwinHidden = twin?.isHidden ?? false;
  return isHidden === isTwinHidden ? key.endsWith("/") : isHidden;
}
