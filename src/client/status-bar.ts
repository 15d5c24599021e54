import * as vscode from "vscode";

import type { ProjectStore } from "./project-store.ts";
import { serversTooltip } from "./servers/servers-tooltip.ts";
import { statusText } from "./status-text.ts";
import { ENDPOINTS_VIEW } from "./tree/endpoint-tree.ts";

/** The status bar item of the project that the active editor belongs to; a click opens the view. */
export function createStatusBar(store: ProjectStore): vscode.Disposable {
  const item = vscode.window.createStatusBarItem("portolan.status", vscode.StatusBarAlignment.Left);
  item.name = "Portolan";
  item.command = `${ENDPOINTS_VIEW}.focus`;
  const update = (): void => {
    const project = store.nearest(vscode.window.activeTextEditor?.document.uri);
    if (project === undefined) return item.hide();
    const { text, spoken } = statusText(project, store.projects().length > 1);
    item.text = text;
    // Commands that run something are not there before the workspace is trusted.
    item.tooltip = project.isBroken || !vscode.workspace.isTrusted ? spoken : serversTooltip(spoken, project.servers);
    item.accessibilityInformation = { label: spoken };
    item.show();
  };
  update();
  return vscode.Disposable.from(item, store.onDidChange(update), vscode.window.onDidChangeActiveTextEditor(update));
}
