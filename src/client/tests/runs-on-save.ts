import * as vscode from "vscode";

import type { ProjectStore } from "../project-store.ts";
import { unsavedFiles } from "../unsaved-files.ts";

/** After the last save for so long nothing came: who saves all files saves one after the other. */
const QUIET_MS = 250;

export interface RunsOnSaveOptions {
  readonly store: ProjectStore;
  /** Runs what went stale with these files; `token` ends it. */
  readonly run: (
    request: vscode.TestRunRequest,
    saved: readonly vscode.Uri[],
    token: vscode.CancellationToken,
  ) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/** Runs again after each save of a server's source, as long as continuous runs are switched on. A save ends the run of the save before. */
export class RunsOnSave implements vscode.Disposable {
  readonly #options: RunsOnSaveOptions;
  readonly #requests = new Map<vscode.TestRunRequest, readonly vscode.Uri[]>();
  readonly #listening: vscode.Disposable;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #current: vscode.CancellationTokenSource | undefined;
  #last: Promise<void> = Promise.resolve();

  constructor(options: RunsOnSaveOptions) {
    this.#options = options;
    this.#listening = vscode.workspace.onDidSaveTextDocument(({ uri }) => this.#take(uri));
  }

  /** Until `token` is cancelled. */
  add(request: vscode.TestRunRequest, token: vscode.CancellationToken): void {
    this.#requests.set(request, []);
    token.onCancellationRequested(() => {
      this.#requests.delete(request);
      if (this.#requests.size === 0) this.#current?.cancel();
    });
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#current?.cancel();
    this.#listening.dispose();
  }

  #take(uri: vscode.Uri): void {
    const isSource = this.#options.store
      .projects()
      .some((project) => unsavedFiles([uri], (each) => each.toString(), normalFolders(project)).sources.length > 0);
    if (!isSource || this.#requests.size === 0) return;
    for (const [request, saved] of this.#requests) this.#requests.set(request, [...saved, uri]);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#begin(), QUIET_MS);
  }

  #begin(): void {
    this.#current?.cancel();
    const source = new vscode.CancellationTokenSource();
    this.#current = source;
    // The run before has been told to end.
    this.#last = this.#runAfter(this.#last, source.token);
  }

  async #runAfter(before: Promise<void>, token: vscode.CancellationToken): Promise<void> {
    await before;
    const { run, onError } = this.#options;
    for (const [request, saved] of this.#requests) {
      if (token.isCancellationRequested) return;
      try {
        await run(request, saved, token);
      } catch (error) {
        onError(error);
      }
      // What is cancelled has compared nothing: the next run still knows what was saved.
      if (!token.isCancellationRequested && this.#requests.has(request)) this.#requests.set(request, []);
    }
  }
}

/** As the editor spells URIs. */
function normalFolders({
  folder,
  serverFolders,
}: Parameters<typeof unsavedFiles>[2]): Parameters<typeof unsavedFiles>[2] {
  const normal = (uri: string): string => vscode.Uri.parse(uri).toString();
  return { folder: normal(folder), serverFolders: serverFolders.map((each) => normal(each)) };
}
