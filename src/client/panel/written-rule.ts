import * as vscode from "vscode";

import type { RuleEditAnswer } from "#protocol/lsp.ts";

/** Rules that were added to a project file a moment ago. */
export interface WrittenRule {
  /** Opens the file with the cursor on the rule. */
  readonly open: () => Promise<void>;
  /** Takes it out again; false where the file was changed since. */
  readonly undo: () => Promise<boolean>;
}

/** Makes the change in the project file and saves it, since a run reads the disk. Undefined where it could not be made. */
export async function writeRule(
  document: vscode.TextDocument,
  { range: { start, end }, newText }: RuleEditAnswer,
): Promise<WrittenRule | undefined> {
  const range = new vscode.Range(start.line, start.character, end.line, end.character);
  const replaced = document.getText(range);
  const begin = document.offsetAt(range.start);
  // The editor may write other line ends than we do: what follows the change stays as long as it is.
  const following = document.getText().length - document.offsetAt(range.end);
  if (!(await replace(document, range, newText))) return undefined;
  const written = document.getText();
  return {
    open: async () => {
      const at = document.positionAt(begin + Math.max(0, newText.search(/- \w/)));
      await vscode.window.showTextDocument(document, {
        viewColumn: vscode.ViewColumn.One,
        selection: new vscode.Range(at, at),
      });
    },
    undo: async () => {
      if (document.getText() !== written) return false;
      const own = new vscode.Range(document.positionAt(begin), document.positionAt(written.length - following));
      return replace(document, own, replaced);
    },
  };
}

async function replace(document: vscode.TextDocument, range: vscode.Range, text: string): Promise<boolean> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, range, text);
  return (await vscode.workspace.applyEdit(edit)) && (await document.save());
}
