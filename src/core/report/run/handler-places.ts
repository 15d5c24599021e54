import { SIDES, type Side } from "#core/model/endpoint.ts";
import type { Ledger, LedgerRow } from "#core/model/ledger.ts";
import { placeText } from "#core/model/place.ts";
import type { HandlerRecord } from "#core/model/run/run-record.ts";

/** The rows of a ledger by their endpoint. */
export type Rows = ReadonlyMap<Ledger["rows"][number]["key"], LedgerRow>;

export function rowsOf(ledger: Ledger): Rows {
  return new Map(ledger.rows.map((row) => [row.key, row]));
}

/** Where each side answers an endpoint: its handler, or the route's declaration where it has none. */
export function handlersOf(row: LedgerRow | undefined): Readonly<Partial<Record<Side, HandlerRecord>>> {
  const handlers: Partial<Record<Side, HandlerRecord>> = {};
  for (const side of SIDES) {
    const route = row?.[side].find(({ handler }) => handler !== undefined) ?? row?.[side][0];
    if (route === undefined) continue;
    const { handler, place } = route;
    handlers[side] = handler === undefined ? { place } : { name: handler.name, place: handler.place };
  }
  return handlers;
}

/** An endpoint with its parameters' names where the ledger has it: `GET /api/nodes/{node_id}` */
export function endpointName(key: LedgerRow["key"], rows: Rows): string {
  const row = rows.get(key);
  return row === undefined ? key : `${row.method} ${row.path}`;
}

/** `core-server-rs/src/nodes.rs:41:14 get_node` */
export function handlerText({ name, place }: HandlerRecord): string {
  return name === undefined ? placeText(place) : `${placeText(place)} ${name}`;
}
