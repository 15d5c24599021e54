import * as vscode from "vscode";

import type { SuggestRulesParams } from "#protocol/lsp.ts";

import type { ServerConnection } from "../server-connection.ts";
import { rulePicks } from "./rule-picks.ts";

export interface IgnoreOptions extends SuggestRulesParams {
  readonly connection: Pick<ServerConnection, "suggestRules" | "ruleEdit">;
  readonly runAgain: () => Promise<void>;
}

/**
 * Asks which of the proved rules shall let a difference pass, and why, writes it into the project file, and offers to
 * run again. Ends without a word where the user leaves one of the questions.
 */
export async function ignoreWithReason(options: IgnoreOptions): Promise<void> {
  const { connection, runAgain, project, endpoint, caseId, difference } = options;
  const asked = { project, endpoint, caseId, difference };
  let found = await connection.suggestRules(asked);
  if (found.kind === "refused" && found.isRepeated) {
    const insists = await vscode.window.showWarningMessage(found.reason, INSIST);
    if (insists === undefined) return;
    found = await connection.suggestRules({ ...asked, insists: true });
  }
  if (found.kind === "refused") {
    void vscode.window.showWarningMessage(`There is no rule for this difference. ${found.reason}`);
    return;
  }
  const pick = await vscode.window.showQuickPick(rulePicks(found.rules), {
    title: "Ignore with Reason: What May Differ?",
    placeHolder: "Each rule was tried on this case; the narrowest comes first",
    matchOnDescription: true,
  });
  if (pick === undefined) return;
  const reason = await vscode.window.showInputBox({
    title: "Ignore with Reason: Why?",
    prompt: "It stands in portolan.yaml, and whoever reviews the migration reads it.",
    placeHolder: "The server makes a random id.",
    validateInput: (text) => (text.trim() === "" ? "A rule needs a reason." : undefined),
  });
  if (reason === undefined || reason.trim() === "") return;
  const { target, allow } = pick.rule;
  const isWritten = await writeRule(options, { target, allow }, reason.trim());
  if (!isWritten) {
    void vscode.window.showErrorMessage("The rule could not be added to portolan.yaml as it stands; add it by hand.");
    return;
  }
  const again = await vscode.window.showInformationMessage("The rule stands in portolan.yaml.", "Run Again");
  if (again !== undefined) await runAgain();
}

const INSIST = "Ignore All the Same";

/** A run reads the disk, so that the file is saved as well. */
async function writeRule(
  { connection, project, endpoint }: IgnoreOptions,
  rule: Parameters<ServerConnection["ruleEdit"]>[0]["rule"],
  reason: string,
): Promise<boolean> {
  const uri = vscode.Uri.parse(project);
  // Open, so that the server and the edit mean the same text.
  const document = await vscode.workspace.openTextDocument(uri);
  const answer = await connection.ruleEdit({ project, endpoint, rule, reason });
  if (answer === undefined) return false;
  const { start, end } = answer.range;
  const edit = new vscode.WorkspaceEdit();
  edit.replace(uri, new vscode.Range(start.line, start.character, end.line, end.character), answer.newText);
  return (await vscode.workspace.applyEdit(edit)) && (await document.save());
}
