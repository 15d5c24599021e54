import type { Connection, TextDocumentEdit, WorkspaceEdit } from "vscode-languageserver";

import type { SourceChange } from "#core/model/source-change.ts";
import { UserError } from "#core/model/user-error.ts";
import type { LensArguments } from "#protocol/lsp.ts";

import { joinPath, uriOfPath } from "./uris.ts";
import type { Workspace } from "./workspace.ts";

/** Has the editor write the Rust handler of an endpoint, as one change that can be undone, and shows it with the cursor in its body. */
export async function createStub(
  connection: Connection,
  workspace: Workspace,
  { project: uri, endpoint }: LensArguments,
): Promise<void> {
  const project = workspace.byUri(uri);
  if (project === undefined) return;
  try {
    const change = await project.stub(endpoint);
    const uriOf = (file: string): string => uriOfPath(joinPath(project.folder, file));
    const edit = workspaceEdit(change, uriOf);
    const { applied } = await connection.workspace.applyEdit({ label: `Create Rust handler for ${endpoint}`, edit });
    if (!applied) return connection.window.showWarningMessage("The editor did not take the new handler over.");
    const { file, range } = change.cursor;
    await connection.window.showDocument({ uri: uriOf(file), takeFocus: true, selection: range });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    connection.window.showWarningMessage(error.message);
  }
}

function workspaceEdit({ edits, files }: SourceChange, uriOf: (file: string) => string): WorkspaceEdit {
  const start = { line: 0, character: 0 };
  const editOf = (file: string, own: TextDocumentEdit["edits"]): TextDocumentEdit => {
    return { textDocument: { uri: uriOf(file), version: null }, edits: own };
  };
  const byFile = Map.groupBy(edits, ({ file }) => file);
  return {
    documentChanges: [
      ...files.flatMap(({ file, text }) => [
        { kind: "create" as const, uri: uriOf(file) },
        editOf(file, [{ range: { start, end: start }, newText: text }]),
      ]),
      ...[...byFile].map(([file, own]) =>
        editOf(
          file,
          own.map(({ range, newText }) => ({ range, newText })),
        ),
      ),
    ],
  };
}
