import * as vscode from "vscode";

import type { LedgerRow } from "#core/model/ledger.ts";
import type { Place } from "#core/model/place.ts";
import { handlerPlace } from "#protocol/handler-place.ts";
import type { ProjectView } from "#protocol/lsp.ts";

/** Opens a place of a project's file with the cursor on it. */
export async function openPlace(
  project: ProjectView,
  { file, range }: Place,
  options: { readonly viewColumn?: vscode.ViewColumn; readonly preserveFocus?: boolean } = {},
): Promise<void> {
  const start = new vscode.Position(range.start.line, range.start.character);
  const uri = vscode.Uri.joinPath(vscode.Uri.parse(project.folder), file);
  const editor = await vscode.window.showTextDocument(uri, { ...options, selection: new vscode.Range(start, start) });
  editor.revealRange(new vscode.Range(start, start), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** Where to go for an endpoint: Rust, else Python, else the contract. */
export function bestPlace(row: LedgerRow): Place | undefined {
  return handlerPlace(row, "rust") ?? handlerPlace(row, "python") ?? row.operation?.place;
}

/** Whether a file is one in which a project's ledger has a route or an operation, also where it lies beside the workspace. */
export function isPlaceOf(projects: readonly ProjectView[], uri: string): boolean {
  return projects.some(({ folder, ledger }) => {
    const root = vscode.Uri.parse(folder);
    return ledger.rows.some((row) =>
      [...row.python, ...row.rust, ...(row.operation === undefined ? [] : [row.operation])].some(
        ({ place }) => vscode.Uri.joinPath(root, place.file).toString() === uri,
      ),
    );
  });
}
