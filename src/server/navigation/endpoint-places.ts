import type { Location } from "vscode-languageserver";

import type { EndpointKey, Side } from "#core/model/endpoint.ts";
import { SIDES } from "#core/model/endpoint.ts";
import { endpointTexts } from "#core/model/endpoint-texts.ts";
import type { LedgerRow } from "#core/model/ledger.ts";
import type { Place } from "#core/model/place.ts";

import type { OpenProject } from "../open-project.ts";
import type { ProjectSnapshot } from "../project-snapshot.ts";
import { joinPath, uriOfPath } from "../uris.ts";

/** Where both sides answer an endpoint, Rust first, and where the contract has it; without what is in `file` on one side. */
export function counterparts(row: LedgerRow, on: Side | "contract" | undefined): readonly Place[] {
  const handlers = (["rust", "python"] as const)
    .filter((side) => side !== on)
    .flatMap((side) =>
      row[side].filter(({ implicit }) => !implicit).map(({ handler, place }) => handler?.place ?? place),
    );
  // A handler's counterpart is a handler; the contract stands in for one that is missing.
  const isEnough = handlers.length > 0 || on === "contract";
  return distinct(isEnough || row.operation === undefined ? handlers : [row.operation.place]);
}

/** All places that know of an endpoint: handlers, routes, the contract, its cases, and where the project file names it. */
export function mentions(row: LedgerRow, snapshot: ProjectSnapshot, projectText: string | undefined): readonly Place[] {
  const file = snapshot.project?.file;
  const named =
    file === undefined || projectText === undefined
      ? []
      : endpointTexts(projectText)
          .filter(({ endpoint }) => endpoint === row.key)
          .map(({ range }) => ({ file, range }));
  return distinct([
    ...SIDES.flatMap((side) =>
      row[side].flatMap(({ place, handler }) => (handler === undefined ? [place] : [handler.place, place])),
    ),
    ...(row.operation === undefined ? [] : [row.operation.place]),
    ...(snapshot.cases.get(row.key) ?? []).filter(({ isGenerated }) => !isGenerated).map(({ place }) => place),
    ...named,
  ]);
}

/** The endpoint's row, where the ledger has one. */
export function rowOf({ ledger }: ProjectSnapshot, endpoint: EndpointKey): LedgerRow | undefined {
  return ledger.rows.find(({ key }) => key === endpoint);
}

export function locationsOf(project: OpenProject, places: readonly Place[]): Location[] {
  return places.map(({ file, range }) => ({ uri: uriOfPath(joinPath(project.folder, file)), range }));
}

function distinct(places: readonly Place[]): readonly Place[] {
  const keys = new Set<string>();
  return places.filter(({ file, range }) => {
    const key = `${file} ${range.start.line}`;
    if (keys.has(key)) return false;
    keys.add(key);
    return true;
  });
}
