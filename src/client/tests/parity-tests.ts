import * as vscode from "vscode";

import type { ProjectStore } from "../project-store.ts";
import type { Runs } from "../runs.ts";
import { saveSources } from "../save-sources.ts";
import type { ServerConnection } from "../server-connection.ts";
import { type ChosenRun, chosenRuns } from "./chosen-runs.ts";
import { RunsOnSave } from "./runs-on-save.ts";
import { staleSelection } from "./stale-selection.ts";
import { TestItems } from "./test-items.ts";
import { TestReports } from "./test-reports.ts";

export interface ParityTestsOptions {
  readonly connection: ServerConnection;
  readonly store: ProjectStore;
  readonly runs: Runs;
  readonly log: vscode.LogOutputChannel;
}

/** Parity in the Test Explorer: milestone → endpoint → case. */
export class ParityTests implements vscode.Disposable {
  readonly #options: ParityTestsOptions;
  readonly #controller: vscode.TestController;
  readonly #items: TestItems;
  readonly #reports: TestReports;
  readonly #onSave: RunsOnSave;
  readonly #disposables: vscode.Disposable[];

  constructor(options: ParityTestsOptions) {
    const { connection, store } = options;
    this.#options = options;
    this.#controller = vscode.tests.createTestController("portolan", "Portolan");
    this.#items = new TestItems(this.#controller, store, connection);
    this.#reports = new TestReports({
      controller: this.#controller,
      store,
      items: this.#items,
      cancel: (runId) => void connection.cancelRun(runId),
    });
    this.#onSave = new RunsOnSave({
      store,
      run: (request, saved, token) => this.#runStale(request, saved, token),
      onError: (error) => options.log.error(error instanceof Error ? error : String(error)),
    });
    this.#disposables = [
      this.#controller,
      this.#items,
      this.#controller.createRunProfile(
        "Parity",
        vscode.TestRunProfileKind.Run,
        (request, token) => {
          if (request.continuous !== true) return this.#run(request, token);
          return this.#onSave.add(request, token);
        },
        true,
        undefined,
        true,
      ),
      this.#onSave,
      connection.onRunEvent((params) => this.#reports.take(params)),
      store.onDidChange(() => this.#reports.lookAtVerdicts()),
    ];
  }

  get items(): TestItems {
    return this.#items;
  }

  get reports(): Pick<TestReports, "hasMessage"> {
    return this.#reports;
  }

  dispose(): void {
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  async #run(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    const run = this.#controller.createTestRun(request);
    try {
      for (const chosen of this.#chosen(request)) {
        if (token.isCancellationRequested || !(await saveSources(chosen.project))) return;
        await this.#runOne(run, chosen, run.token);
      }
    } finally {
      run.end();
    }
  }

  async #runStale(
    request: vscode.TestRunRequest,
    saved: readonly vscode.Uri[],
    token: vscode.CancellationToken,
  ): Promise<void> {
    await this.#options.connection.refresh();
    const stale = this.#chosen(request).flatMap((chosen) => {
      const root = vscode.Uri.parse(chosen.project.folder);
      const uris = new Set(saved.map((uri) => uri.toString()));
      return staleSelection(chosen, (file) => uris.has(vscode.Uri.joinPath(root, file).toString())) ?? [];
    });
    if (stale.length === 0) return;
    const run = this.#controller.createTestRun(request);
    const cancelled = run.token.onCancellationRequested(() => source.cancel());
    const source = new vscode.CancellationTokenSource();
    const stopped = token.onCancellationRequested(() => source.cancel());
    try {
      for (const chosen of stale)
        if (!source.token.isCancellationRequested) await this.#runOne(run, chosen, source.token);
    } finally {
      vscode.Disposable.from(cancelled, stopped, source).dispose();
      run.end();
    }
  }

  #chosen({ include, exclude = [] }: vscode.TestRunRequest): readonly ChosenRun[] {
    return chosenRuns(this.#items.roots, include && idsOf(include), idsOf(exclude));
  }

  async #runOne(
    run: vscode.TestRun,
    { project, selection }: ChosenRun,
    token: vscode.CancellationToken,
  ): Promise<void> {
    const { endpoints } = selection;
    await this.#items.resolve(project, endpoints);
    const only = endpoints.length === 1 ? endpoints[0] : undefined;
    const title = only ?? `${endpoints.length} endpoints`;
    const runId = crypto.randomUUID();
    const following = this.#reports.follow(runId, run, { project: project.uri, endpoints });
    try {
      const answer = await this.#options.runs.runQuietly({ project, selection, runId }, title, token);
      const again = await this.#options.runs.completed(answer, selection);
      if (again !== undefined) await this.#runOne(run, { project, selection: again }, token);
    } finally {
      following.dispose();
    }
  }
}

function idsOf(items: readonly vscode.TestItem[]): ReadonlySet<string> {
  return new Set(items.map(({ id }) => id));
}
