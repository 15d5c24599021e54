import * as vscode from "vscode";

import type { RunEvent } from "#core/model/run/run-event.ts";
import type { Selection } from "#core/model/session.ts";
import type { EndpointVerdict } from "#core/model/run/verdict.ts";
import type { ProjectView, RunAnswer } from "#protocol/lsp.ts";

import type { ProjectStore } from "./project-store.ts";
import { followRun } from "./run-progress.ts";
import { runSummary } from "./run-summary.ts";
import type { ServerConnection } from "./server-connection.ts";

export interface RunsOptions {
  readonly connection: ServerConnection;
  readonly store: ProjectStore;
  readonly log: vscode.LogOutputChannel;
  /** Shows where an endpoint differs. */
  readonly showDifferences: (project: ProjectView, verdict: EndpointVerdict) => Promise<void>;
}

/** Runs parity and shows how it goes: a notification that can be cancelled, the output channel, and what came out. */
export class Runs {
  readonly #options: RunsOptions;
  #note: vscode.Disposable | undefined;

  constructor(options: RunsOptions) {
    this.#options = options;
  }

  /** Resolves when the run has ended and its outcome is shown. `title` says what is run. */
  async run(project: ProjectView, selection: Selection, title: string): Promise<RunAnswer> {
    // What the last run said is no longer news.
    this.#note?.dispose();
    await saveSources(project);
    const answer = await this.#runWithProgress(project, selection, title);
    await this.#show(project, title, answer);
    return answer;
  }

  async #runWithProgress(project: ProjectView, selection: Selection, title: string): Promise<RunAnswer> {
    const { connection, store, log } = this.#options;
    const runId = crypto.randomUUID();
    const endpoints = new Set(selection.kind === "endpoints" ? selection.endpoints : []);
    store.setRunning(project.uri, [...endpoints], true);
    const options = { location: vscode.ProgressLocation.Notification, title: `Parity: ${title}`, cancellable: true };
    try {
      return await vscode.window.withProgress(options, async (progress, token) => {
        const follow = followRun();
        const take = (event: RunEvent): void => {
          const step = follow(event);
          if (step !== undefined) progress.report({ message: step.message, increment: step.percent });
          if (event.kind === "output") log.info(`[${event.side}] ${event.text}`);
          if (event.kind === "started") {
            for (const endpoint of event.endpoints) endpoints.add(endpoint);
            store.setRunning(project.uri, event.endpoints, true);
          }
          if (event.kind === "endpoint-ended") store.setRunning(project.uri, [event.verdict.endpoint], false);
        };
        const subscriptions = [
          connection.onRunEvent((params) => {
            if (params.runId === runId) take(params.event);
          }),
          token.onCancellationRequested(() => void connection.cancelRun(runId)),
        ];
        try {
          return await connection.run({ project: project.uri, runId, selection });
        } finally {
          vscode.Disposable.from(...subscriptions).dispose();
        }
      });
    } finally {
      store.setRunning(project.uri, [...endpoints], false);
    }
  }

  async #show(project: ProjectView, title: string, answer: RunAnswer): Promise<void> {
    const { log, showDifferences } = this.#options;
    const summary = runSummary(title, answer);
    log.info(summary.text);
    const first = answer.verdicts.find(({ verdict }) => verdict === "differs");
    switch (summary.kind) {
      case "note":
        this.#note = vscode.window.setStatusBarMessage(`$(compass) ${summary.text}`, NOTE_MS);
        return;
      case "differences":
        if (first === undefined) return;
        if (answer.verdicts.length === 1) return showDifferences(project, first);
        // Nobody waits for the button: the run has ended.
        void offer(vscode.window.showWarningMessage(summary.text, "Show Differences"), () =>
          showDifferences(project, first),
        );
        return;
      case "error":
        void offer(vscode.window.showErrorMessage(summary.text, "Show Output"), () => log.show(true));
    }
  }
}

const NOTE_MS = 8_000;

async function offer(answer: Thenable<string | undefined>, act: () => Promise<void> | void): Promise<void> {
  if ((await answer) !== undefined) await act();
}

/** The servers run from disk: what is typed but not saved would not be what the verdict is about. */
async function saveSources(project: ProjectView): Promise<void> {
  const folder = `${vscode.Uri.parse(project.folder).toString()}/`;
  const unsaved = vscode.workspace.textDocuments.filter(
    (document) => document.isDirty && !document.isUntitled && document.uri.toString().startsWith(folder),
  );
  await Promise.all(unsaved.map((document) => document.save()));
}
