import type { Side } from "#core/model/endpoint.ts";
import type { LedgerRow } from "#core/model/ledger.ts";
import type { Place } from "#core/model/place.ts";

/** Where a side answers an endpoint: its handler's name, else the route's declaration. */
export function handlerPlace(row: LedgerRow, side: Side): Place | undefined {
  const route = row[side].find(({ handler }) => handler !== undefined) ?? row[side][0];
  return route?.handler?.place ?? route?.place;
}
