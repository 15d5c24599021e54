import type { Index } from "#core/index/create-index.ts";
import { SIDES, type EndpointKey, type Side } from "#core/model/endpoint.ts";
import type { LedgerRow } from "#core/model/ledger.ts";
import { placeText, type Place } from "#core/model/place.ts";
import type { Route } from "#core/model/route.ts";
import type { AnswerModel } from "#core/model/sources/sources.ts";
import { handlerHashOf } from "#core/session/handler-hashes.ts";
import { fieldPlace } from "#core/sources/field-place.ts";

/** What a run needs to know of the sources of an endpoint. */
export interface InspectedRow {
  /** Hashes of all code that the two handlers use. */
  readonly handlers: Readonly<Partial<Record<Side, string>>>;
  /** Where in source the field stands that writes the value at a JSON pointer of the answer. */
  readonly placeOf: (side: Side, pointer: string) => Place | undefined;
  /** Where the field stands that reads the value at a JSON pointer of the body that is sent. */
  readonly requestPlaceOf: (side: Side, pointer: string) => Place | undefined;
}

type Asked = Pick<Index, "ask">;

/** Looks up what is asked of the sources of each row; of several routes of a side the first one answers. */
export async function inspectRows(
  sources: Asked,
  rows: readonly LedgerRow[],
): Promise<ReadonlyMap<EndpointKey, InspectedRow>> {
  const inspected = new Map<EndpointKey, InspectedRow>();
  for (const row of rows) inspected.set(row.key, await inspectRow(sources, row));
  return inspected;
}

async function inspectRow(sources: Asked, row: LedgerRow): Promise<InspectedRow> {
  const handlers: Partial<Record<Side, string>> = {};
  const models: Partial<Record<Side, AnswerModel>> = {};
  const requests: Partial<Record<Side, AnswerModel>> = {};
  for (const side of SIDES) {
    const [route] = row[side];
    if (!route) continue;
    const hash = await handlerHashOf(sources, side, route);
    if (hash !== undefined) handlers[side] = hash;
    const model = await sources.ask(side, `answer ${keyOf(route)}`, (inspector) => inspector.answerModel(route));
    if (model) models[side] = model;
    const request = await sources.ask(side, `request ${keyOf(route)}`, (inspector) => inspector.requestModel(route));
    if (request) requests[side] = request;
  }
  const placeIn =
    (known: typeof models) =>
    (side: Side, pointer: string): Place | undefined => {
      const model = known[side];
      return model && fieldPlace(model.models, model.type, pointer);
    };
  return {
    handlers,
    placeOf: placeIn(models),
    requestPlaceOf: placeIn(requests),
  };
}

function keyOf({ place, handler, responseModel, requestModel }: Route): string {
  return [place, handler?.place, responseModel?.place, requestModel?.place]
    .map((each) => each && placeText(each))
    .join(" ");
}
