import * as vscode from "vscode";

import { type Grouping, GROUPINGS } from "./tree/group-rows.ts";

const SECTION = "portolan";

/** How the tree is grouped; what is not a grouping counts as the default. */
export function groupingSetting(): Grouping {
  const value: unknown = vscode.workspace.getConfiguration(SECTION).get("tree.groupBy");
  return GROUPINGS.find((grouping) => grouping === value) ?? "milestone";
}

/** Keeps the grouping for all workspaces, or for this one where it has one of its own. */
export async function setGrouping(grouping: Grouping): Promise<void> {
  const settings = vscode.workspace.getConfiguration(SECTION);
  const isOfWorkspace = settings.inspect("tree.groupBy")?.workspaceValue !== undefined;
  const target = isOfWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  await settings.update("tree.groupBy", grouping, target);
}

const SAVINGS = ["sources", "ask", "nothing"] as const;

/** What is saved before a run; what is not one of these counts as the default. */
export function savingSetting(): (typeof SAVINGS)[number] {
  const value: unknown = vscode.workspace.getConfiguration(SECTION).get("run.saves");
  return SAVINGS.find((saving) => saving === value) ?? "sources";
}

/** Verdicts stand behind the lines of a document only where no code lens above the line tells them: never twice. */
export function hasInlineVerdicts(document: vscode.TextDocument): boolean {
  const ofPortolan = vscode.workspace.getConfiguration(SECTION);
  const hasLenses =
    ofPortolan.get<boolean>("codeLens.enabled", true) &&
    vscode.workspace.getConfiguration("editor", document).get<boolean>("codeLens", true);
  return ofPortolan.get<boolean>("inlineVerdict.enabled", true) && !hasLenses;
}

/** Calls back when one of our settings has changed, or the editor's for code lenses. */
export function onDidChangeSettings(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(SECTION) || event.affectsConfiguration("editor.codeLens")) listener();
  });
}
