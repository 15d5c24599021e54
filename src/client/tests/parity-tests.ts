import * as vscode from "vscode";

import type { ProjectStore } from "../project-store.ts";
import { confirmedHosts, type Runs } from "../runs.ts";
import { saveSources } from "../save-sources.ts";
import type { ServerConnection } from "../server-connection.ts";
import { type ChosenRun, chosenRuns } from "./chosen-runs.ts";
import { TestItems } from "./test-items.ts";
import { TestReports } from "./test-reports.ts";

export interface ParityTestsOptions {
  readonly connection: ServerConnection;
  readonly store: ProjectStore;
  readonly runs: Runs;
}

/** Parity in the Test Explorer: milestone → endpoint → case. */
export class ParityTests implements vscode.Disposable {
  readonly #options: ParityTestsOptions;
  readonly #controller: vscode.TestController;
  readonly #items: TestItems;
  readonly #reports: TestReports;
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
    this.#disposables = [
      this.#controller,
      this.#items,
      this.#controller.createRunProfile(
        "Parity",
        vscode.TestRunProfileKind.Run,
        (request, token) => this.#run(request, token),
        true,
      ),
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
    const runs = chosenRuns(this.#items.roots, request.include && idsOf(request.include), idsOf(request.exclude ?? []));
    const run = this.#controller.createTestRun(request);
    try {
      for (const chosen of runs) if (!token.isCancellationRequested) await this.#runOne(run, chosen);
    } finally {
      run.end();
    }
  }

  async #runOne(run: vscode.TestRun, { project, selection }: ChosenRun): Promise<void> {
    const { endpoints } = selection;
    await this.#items.resolve(project, endpoints);
    if (!(await saveSources(project))) return;
    const only = endpoints.length === 1 ? endpoints[0] : undefined;
    const title = only ?? `${endpoints.length} endpoints`;
    const runId = crypto.randomUUID();
    const following = this.#reports.follow(runId, run, { project: project.uri, endpoints });
    try {
      const answer = await this.#options.runs.runQuietly({ project, selection, runId }, title, run.token);
      const hosts = await confirmedHosts(answer);
      if (hosts !== undefined) await this.#runOne(run, { project, selection: { ...selection, hosts } });
    } finally {
      following.dispose();
    }
  }
}

function idsOf(items: readonly vscode.TestItem[]): ReadonlySet<string> {
  return new Set(items.map(({ id }) => id));
}
