import * as vscode from "vscode";

import type { EndpointKey } from "#core/model/endpoint.ts";
import type { LedgerRow } from "#core/model/ledger.ts";
import type { ProjectView } from "#protocol/lsp.ts";

import { endpointId } from "./endpoint-id.ts";

/** One project and one endpoint of it, as commands take it. */
export interface Target {
  readonly project: ProjectView;
  readonly row: LedgerRow;
}

/** What the language server told of the projects, and what runs now: all views of the client are made from it. */
export class ProjectStore implements vscode.Disposable {
  readonly #projects = new Map<string, ProjectView>();
  readonly #running = new Set<string>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;

  /** In the order of their URIs. */
  projects(): readonly ProjectView[] {
    return [...this.#projects.values()].toSorted((a, b) => (a.uri < b.uri ? -1 : 1));
  }

  set(project: ProjectView): void {
    this.#projects.set(project.uri, project);
    this.#changed.fire();
  }

  remove(uri: string): void {
    if (this.#projects.delete(uri)) this.#changed.fire();
  }

  clear(): void {
    this.#projects.clear();
    this.#running.clear();
    this.#changed.fire();
  }

  find(project: string, endpoint: EndpointKey): Target | undefined {
    const view = this.#projects.get(project);
    const row = view?.ledger.rows.find(({ key }) => key === endpoint);
    return view && row && { project: view, row };
  }

  get(uri: string): ProjectView | undefined {
    return this.#projects.get(uri);
  }

  /** The project that a document belongs to: the one in the nearest folder; else the first of all. */
  nearest(document: vscode.Uri | undefined): ProjectView | undefined {
    return this.nearestFirst(document)[0];
  }

  /** All projects; those that a document belongs to come first. */
  nearestFirst(document: vscode.Uri | undefined): readonly ProjectView[] {
    const projects = this.projects();
    const isIn = (folder: string): boolean =>
      document?.toString().startsWith(`${vscode.Uri.parse(folder).toString()}/`) === true;
    const holding = projects
      .filter(({ folder, serverFolders }) => [folder, ...serverFolders].some((each) => isIn(each)))
      .toSorted((a, b) => b.folder.length - a.folder.length);
    return [...holding, ...projects.filter((project) => !holding.includes(project))];
  }

  /** Ids of the endpoints that a run works on. */
  get running(): ReadonlySet<string> {
    return this.#running;
  }

  setRunning(project: string, endpoints: readonly EndpointKey[], isRunning: boolean): void {
    for (const endpoint of endpoints) {
      const id = endpointId(project, endpoint);
      if (isRunning) this.#running.add(id);
      else this.#running.delete(id);
    }
    this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
