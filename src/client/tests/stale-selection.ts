import { SIDES } from "#core/model/endpoint.ts";
import type { LedgerRow } from "#core/model/ledger.ts";

import type { ChosenRun } from "./chosen-runs.ts";

/**
 * What of a run has gone stale, or stands in a saved file and was never compared; undefined where nothing has.
 */
export function staleSelection(
  { project, selection }: ChosenRun,
  isSaved: (file: string) => boolean,
): ChosenRun | undefined {
  const stale = new Set(project.ledger.rows.filter((row) => isStale(row, isSaved)).map(({ key }) => key));
  const endpoints = selection.endpoints.filter((endpoint) => stale.has(endpoint));
  return endpoints.length === 0 ? undefined : { project, selection: { ...selection, endpoints } };
}

function isStale(row: LedgerRow, isSaved: (file: string) => boolean): boolean {
  if (row.status === "stale") return true;
  if (row.status !== "ported") return false;
  return SIDES.some((side) => row[side].some(({ handler, place }) => isSaved(handler?.place.file ?? place.file)));
}
