import * as vscode from "vscode";

import { everyMinute } from "../minute-clock.ts";
import type { ProjectStore } from "../project-store.ts";
import { groupingSetting, onDidChangeSettings } from "../settings.ts";
import { badgeOf } from "./badge.ts";
import { endpointTooltip } from "./endpoint-tooltip.ts";
import { movesRows, treeChanges } from "./tree-changes.ts";
import { treeModel, type TreeNode } from "./tree-model.ts";

export const ENDPOINTS_VIEW = "portolan.endpoints";

/** What a click on an endpoint executes; the argument is the node's id. */
export const OPEN_COMMAND = "portolan.tree.open";

/** More rows than that are not open at first. */
const MOST_OPEN = 500;

/** Half a path that is being typed is no endpoint: rows come and go only after a pause. */
const TYPING_MS = 800;

const RESTRICTED = "Restricted mode: Portolan shows the endpoints and runs nothing until you trust this workspace.";

/**
 * The tree view "Endpoints". Its elements are the ids of the nodes, so that VS Code keeps selection and expansion, and
 * a change draws only the nodes that look different.
 */
export class EndpointTree implements vscode.TreeDataProvider<string>, vscode.Disposable {
  readonly #store: ProjectStore;
  readonly #changed = new vscode.EventEmitter<string[] | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #nodes = new Map<string, TreeNode>();
  readonly #parents = new Map<string, string>();
  readonly #view: vscode.TreeView<string>;
  readonly #disposables: vscode.Disposable[];
  #roots: readonly TreeNode[] = [];
  #lastTypedMs = 0;
  #later: ReturnType<typeof setTimeout> | undefined;

  constructor(store: ProjectStore) {
    this.#store = store;
    this.#view = vscode.window.createTreeView(ENDPOINTS_VIEW, { treeDataProvider: this, showCollapseAll: true });
    this.#disposables = [
      this.#view,
      this.#changed,
      store.onDidChange(() => this.#update()),
      onDidChangeSettings(() => this.#update()),
      everyMinute(() => this.#update()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#update()),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && document.uri.scheme === "file") this.#lastTypedMs = Date.now();
      }),
      { dispose: () => clearTimeout(this.#later) },
    ];
    this.#update();
  }

  /** All that the view shows now. */
  get roots(): readonly TreeNode[] {
    return this.#roots;
  }

  node(id: string): TreeNode | undefined {
    return this.#nodes.get(id);
  }

  /** What is selected in the view as it is shown; undefined where nothing is, or the view is closed. */
  get selected(): TreeNode | undefined {
    const [id] = this.#view.visible ? this.#view.selection : [];
    return id === undefined ? undefined : this.node(id);
  }

  getChildren(id?: string): string[] {
    const nodes = id === undefined ? this.#roots : (this.#nodes.get(id)?.children ?? []);
    return nodes.map((node) => node.id);
  }

  getParent(id: string): string | undefined {
    return this.#parents.get(id);
  }

  getTreeItem(id: string): vscode.TreeItem {
    const node = this.#nodes.get(id);
    if (node === undefined) return new vscode.TreeItem("");
    const item = new vscode.TreeItem(node.label, this.#collapsibleState(node));
    item.id = id;
    item.description = node.description;
    item.contextValue = node.context;
    item.iconPath = new vscode.ThemeIcon(
      node.icon.codicon,
      node.icon.color === undefined ? undefined : new vscode.ThemeColor(node.icon.color),
    );
    item.accessibilityInformation = { label: node.spoken };
    if (node.kind === "endpoint") item.command = { command: OPEN_COMMAND, title: "Open Handler", arguments: [id] };
    if (node.kind === "broken") {
      item.command = { command: "vscode.open", title: "Open", arguments: [vscode.Uri.parse(node.project)] };
    }
    return item;
  }

  resolveTreeItem(item: vscode.TreeItem, id: string): vscode.TreeItem {
    const node = this.#nodes.get(id);
    if (node?.kind === "endpoint") item.tooltip = new vscode.MarkdownString(endpointTooltip(node.row, Date.now()));
    return item;
  }

  dispose(): void {
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  /** Where there are very many, groups begin closed: VS Code asks for each row that is open. */
  #collapsibleState({ kind }: TreeNode): vscode.TreeItemCollapsibleState {
    const { Expanded, Collapsed, None } = vscode.TreeItemCollapsibleState;
    // Gates are looked at when the endpoints are done.
    if (kind === "gates") return Collapsed;
    if (kind !== "group" && kind !== "project") return None;
    return kind === "group" && this.#nodes.size > MOST_OPEN ? Collapsed : Expanded;
  }

  #update(): void {
    clearTimeout(this.#later);
    const before = this.#roots;
    const after = treeModel(this.#store.projects(), {
      grouping: groupingSetting(),
      nowMs: Date.now(),
      running: this.#store.running,
    });
    const leftMs = this.#lastTypedMs + TYPING_MS - Date.now();
    if (leftMs > 0 && before.length > 0 && movesRows(before, after)) {
      this.#later = setTimeout(() => this.#update(), leftMs);
      return;
    }
    this.#roots = after;
    this.#nodes.clear();
    this.#parents.clear();
    this.#index(this.#roots, undefined);
    const isRestricted = this.#roots.length > 0 && !vscode.workspace.isTrusted;
    this.#view.message = isRestricted ? RESTRICTED : "";
    this.#view.badge = badgeOf(this.#store.projects());
    const changes = treeChanges(before, this.#roots);
    if (changes.kind === "all") this.#changed.fire(undefined);
    else if (changes.ids.length > 0) this.#changed.fire([...changes.ids]);
  }

  #index(nodes: readonly TreeNode[], parent: string | undefined): void {
    for (const node of nodes) {
      this.#nodes.set(node.id, node);
      if (parent !== undefined) this.#parents.set(node.id, parent);
      this.#index(node.children, node.id);
    }
  }
}
