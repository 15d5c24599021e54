import * as vscode from "vscode";

import type { ReportAnswer } from "#protocol/lsp.ts";

/** As menus of package.json ask for it. */
const REPORT_TYPE = "portolan.report";

/** The tab with the HTML report of the last run. There is one a window, which also opens it in a browser. */
export class ReportTab implements vscode.Disposable {
  #panel: vscode.WebviewPanel | undefined;
  #uri: vscode.Uri | undefined;

  show({ uri, text }: ReportAnswer): void {
    this.#uri = vscode.Uri.parse(uri);
    const panel = this.#panel ?? this.#open();
    // Its own policy lets nothing run but its one script, and loads nothing.
    panel.webview.html = text;
    panel.reveal();
  }

  /** Where the window runs on another machine than the file, there is nothing that a browser could open. */
  async openInBrowser(): Promise<void> {
    if (this.#uri !== undefined) await vscode.env.openExternal(this.#uri);
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  #open(): vscode.WebviewPanel {
    const options = { enableScripts: true, localResourceRoots: [], enableFindWidget: true };
    const panel = vscode.window.createWebviewPanel(REPORT_TYPE, "Parity Report", vscode.ViewColumn.Active, options);
    panel.iconPath = new vscode.ThemeIcon("checklist");
    panel.onDidDispose(() => {
      this.#panel = undefined;
    });
    this.#panel = panel;
    return panel;
  }
}
