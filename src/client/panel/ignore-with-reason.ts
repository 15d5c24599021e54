import * as vscode from "vscode";

import type { SuggestRulesParams } from "#protocol/lsp.ts";

import type { ServerConnection } from "../server-connection.ts";
import { rulePicks } from "./rule-picks.ts";
import { writeRule, type WrittenRule } from "./written-rule.ts";

export interface IgnoreOptions extends SuggestRulesParams {
  readonly connection: Pick<ServerConnection, "suggestRules" | "ruleEdit">;
  readonly runAgain: () => Promise<void>;
}

/**
 * Asks which of the proved rules shall let a cause of differences pass in all its cases, and why, writes it into the
 * project file, and offers to run again, to look at it and to take it back. Ends without a word where the user leaves
 * one of the questions.
 */
export async function ignoreWithReason(options: IgnoreOptions): Promise<void> {
  const { connection, project, endpoint, members } = options;
  const asked = { project, endpoint, members };
  let found = await connection.suggestRules(asked);
  if (found.kind === "refused" && found.isRepeated) {
    const insists = await vscode.window.showWarningMessage(found.reason, INSIST);
    if (insists === undefined) return;
    found = await connection.suggestRules({ ...asked, insists: true });
  }
  if (found.kind === "refused") {
    void vscode.window.showWarningMessage(`There is no rule for this cause. ${found.reason}`);
    return;
  }
  const pick = await vscode.window.showQuickPick(rulePicks(found.sets), {
    title: "Ignore with Reason: What May Differ?",
    placeHolder: "Each rule was tried on all cases of this cause; the narrowest comes first",
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  if (pick === undefined) return;
  const reason = await vscode.window.showInputBox({
    title: "Ignore with Reason: Why?",
    prompt: "It stands in portolan.yaml, and whoever reviews the migration reads it.",
    placeHolder: "The server makes a random id.",
    // Who looks the reason up in another window comes back to what was typed.
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === "" ? "A rule needs a reason." : undefined),
  });
  if (reason === undefined || reason.trim() === "") return;
  // Open, so that the server and the edit mean the same text.
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(project));
  const rules = pick.set.rules.map(({ target, allow }) => ({ target, allow }));
  const { endpoints, isForEvery } = pick.set;
  const edit = await connection.ruleEdit({
    project,
    endpoint,
    rules,
    ...(endpoints !== undefined && { endpoints }),
    ...(isForEvery === true && { isForEvery }),
    reason: reason.trim(),
  });
  const written = edit && (await writeRule(document, edit));
  if (written === undefined) {
    void vscode.window.showErrorMessage("The rule could not be added to portolan.yaml as it stands; add it by hand.");
    return;
  }
  await offerNext(written, rules.length, options);
}

const INSIST = "Ignore All the Same";
const RUN_AGAIN = "Run Again";
const OPEN_RULE = "Open Rule";
const UNDO = "Undo";

async function offerNext(
  written: WrittenRule,
  count: number,
  { runAgain }: Pick<IgnoreOptions, "runAgain">,
): Promise<void> {
  const what = count === 1 ? "The rule stands in portolan.yaml." : `${count} rules stand in portolan.yaml.`;
  const next = await vscode.window.showInformationMessage(what, RUN_AGAIN, OPEN_RULE, UNDO);
  if (next === RUN_AGAIN) await runAgain();
  if (next === OPEN_RULE) await written.open();
  if (next !== UNDO || (await written.undo())) return;
  await written.open();
  void vscode.window.showWarningMessage("portolan.yaml was changed since; take the rule out by hand.");
}
