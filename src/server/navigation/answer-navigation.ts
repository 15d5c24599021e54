import type { Connection } from "vscode-languageserver";

import type { Side } from "#core/model/endpoint.ts";
import { endpointTextAt } from "#core/model/endpoint-texts.ts";
import type { LedgerRow } from "#core/model/ledger.ts";
import type { Position } from "#core/model/place.ts";

import { rowNamedAt } from "../ledger-places.ts";
import type { OpenProject } from "../open-project.ts";
import { pathOfUri, relativePath } from "../uris.ts";
import type { Workspace } from "../workspace.ts";
import { counterparts, locationsOf, mentions, rowOf } from "./endpoint-places.ts";

interface Found {
  readonly project: OpenProject;
  readonly row: LedgerRow;
  /** Where it was found; undefined where its text names it. */
  readonly on: Side | "contract" | undefined;
}

/**
 * Answers definition (of an endpoint that a YAML file names), implementation (the counterpart of a handler, both of an
 * operation) and references. `textOf` has a file as the editor has it, by absolute path.
 */
export function answerNavigation(
  connection: Connection,
  workspace: Workspace,
  textOf: (path: string) => Promise<string | undefined>,
): void {
  const find = async (uri: string, position: Position): Promise<Found | undefined> => {
    const path = pathOfUri(uri);
    if (path === undefined) return undefined;
    const isNaming = /\.ya?ml$/.test(path);
    const text = isNaming ? await textOf(path) : undefined;
    const named = text === undefined ? undefined : endpointTextAt(text, position);
    for (const project of workspace.projectsOf(path)) {
      await project.refresh();
      const { snapshot } = project;
      const file = relativePath(project.folder, path);
      const row = named === undefined ? rowNamedAt(snapshot.ledger, file, position) : rowOf(snapshot, named.endpoint);
      if (row !== undefined) return { project, row, on: named === undefined ? sideOf(row, file) : undefined };
    }
    return undefined;
  };

  connection.onDefinition(async ({ textDocument, position }) => {
    // In sources, what is defined where is for others to say.
    if (!/\.ya?ml$/.test(textDocument.uri)) return null;
    const found = await find(textDocument.uri, position);
    return found?.on === undefined && found !== undefined
      ? locationsOf(found.project, counterparts(found.row, undefined))
      : null;
  });
  connection.onImplementation(async ({ textDocument, position }) => {
    const found = await find(textDocument.uri, position);
    return found === undefined ? null : locationsOf(found.project, counterparts(found.row, found.on));
  });
  connection.onReferences(async ({ textDocument, position }) => {
    const found = await find(textDocument.uri, position);
    if (found === undefined) return null;
    const { project, row } = found;
    return locationsOf(project, mentions(row, project.snapshot, await textOf(project.file)));
  });
}

function sideOf(row: LedgerRow, file: string): Side | "contract" {
  if (row.operation?.place.file === file) return "contract";
  return row.rust.some(({ handler, place }) => (handler?.place.file ?? place.file) === file) ? "rust" : "python";
}
