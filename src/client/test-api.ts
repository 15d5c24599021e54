import * as vscode from "vscode";

import type { ProjectView } from "#protocol/lsp.ts";
import type { PanelState } from "#protocol/webview.ts";

import { inlineVerdicts } from "./inline-verdicts.ts";
import type { DiffPanel } from "./panel/diff-panel.ts";
import type { ProjectStore } from "./project-store.ts";
import { statusText } from "./status-text.ts";
import type { EndpointTree } from "./tree/endpoint-tree.ts";
import type { ParityTests } from "./tests/parity-tests.ts";
import { treeText } from "./tree/tree-model.ts";

/** What `activate` returns: how the views stand, as text, for the suite that runs in the extension host. */
export interface TestApi {
  readonly projects: () => readonly ProjectView[];
  /** The tree view, one node a line. */
  readonly treeText: () => string;
  /** What stands behind the lines of a document, `line: text`, lines from one. */
  readonly inlineVerdictsText: (document: vscode.TextDocument) => string;
  /** What the Test Explorer has at its root. */
  readonly testItems: () => vscode.TestItemCollection;
  readonly statusBarText: () => string;
  readonly panelState: () => PanelState | undefined;
  /** Something of the above may have changed. */
  readonly onDidChange: vscode.Event<void>;
}

interface Views {
  readonly store: ProjectStore;
  readonly tree: EndpointTree;
  readonly panel: DiffPanel;
  readonly tests: ParityTests;
}

export function createTestApi({ store, tree, panel, tests }: Views): TestApi {
  return {
    projects: () => store.projects(),
    treeText: () => treeText(tree.roots),
    inlineVerdictsText: (document) =>
      inlineVerdicts(store, document)
        .map(({ line, text }) => `${line + 1}: ${text}`)
        .join("\n"),
    testItems: () => tests.items.collection,
    statusBarText: () => {
      const project = store.nearest(vscode.window.activeTextEditor?.document.uri);
      return project === undefined ? "" : statusText(project, store.projects().length > 1).text;
    },
    panelState: () => panel.state,
    onDidChange: store.onDidChange,
  };
}
