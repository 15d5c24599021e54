import * as vscode from "vscode";

import type { RunEvent } from "#core/model/run/run-event.ts";
import type { Selection, ServersSelection } from "#core/model/session.ts";
import type { EndpointVerdict } from "#core/model/run/verdict.ts";
import type { ProjectView, RunAnswer } from "#protocol/lsp.ts";

import type { KeptSecrets } from "./kept-secrets.ts";
import { openPlace } from "./navigation.ts";
import type { ProjectStore } from "./project-store.ts";
import type { PickedRun } from "./pick-items.ts";
import { followRun } from "./run-progress.ts";
import { followTrouble, type Trouble } from "./run-trouble.ts";
import { runSummary, type RunSummary } from "./run-summary.ts";
import { saveSources } from "./save-sources.ts";
import { startSummary } from "./servers/servers-text.ts";
import type { ServerOutputs } from "./servers/server-outputs.ts";
import type { ServerConnection } from "./server-connection.ts";

export interface RunsOptions {
  readonly connection: ServerConnection;
  readonly store: ProjectStore;
  readonly log: vscode.LogOutputChannel;
  readonly secrets: KeptSecrets;
  /** What builds and servers print. */
  readonly outputs: ServerOutputs;
  /** Shows where an endpoint differs. */
  readonly showDifferences: (project: ProjectView, verdict: EndpointVerdict) => Promise<void>;
}

/** Runs parity and shows how it goes: a notification that can be cancelled, the output channel, and what came out. */
export class Runs {
  readonly #options: RunsOptions;
  #note: vscode.Disposable | undefined;
  #last: PickedRun | undefined;

  constructor(options: RunsOptions) {
    this.#options = options;
  }

  /** Resolves when the run has ended and its outcome is shown, or the user did not want it. `title` says what is run. */
  async run(project: ProjectView, selection: Selection, title: string): Promise<void> {
    this.#last = { project, selection, title };
    await this.#run(project, selection, title);
  }

  /** Builds and starts servers, as a run does before its first case; it is not what is run last. */
  async start(project: ProjectView, selection: ServersSelection, title: string): Promise<void> {
    await this.#run(project, selection, title);
  }

  /** What was run last, with the project as it was then. Hosts that were confirmed for it are asked about again. */
  get last(): PickedRun | undefined {
    return this.#last;
  }

  async #run(project: ProjectView, selection: Selection, title: string): Promise<void> {
    // What the last run said is no longer news.
    this.#note?.dispose();
    if (!(await saveSources(project))) return;
    const trouble = followTrouble();
    const shownTitle = selection.kind === "servers" ? title : `Parity: ${title}`;
    const options = { location: vscode.ProgressLocation.Notification, title: shownTitle, cancellable: true };
    const runId = crypto.randomUUID();
    const answer = await this.#runWithProgress({ project, selection, runId }, options, trouble.take);
    const again = await this.completed(answer, selection);
    if (again !== undefined) return this.#run(project, again, title);
    const summary =
      selection.kind === "servers" ? startSummary(title, selection.sides, answer) : runSummary(title, answer);
    await this.#show(project, summary, answer, trouble.found());
  }

  /** Asks for what a run lacked, hosts that nobody has confirmed or secrets; what to run then, undefined where it lacked nothing or the answer was no. */
  async completed<S extends Selection>(answer: RunAnswer, selection: S): Promise<S | undefined> {
    const hosts = await confirmedHosts(answer);
    if (hosts !== undefined) return { ...selection, hosts };
    return (await this.#haveSecretsCome(answer)) ? selection : undefined;
  }

  /** Asks for the secrets that the run did not have. */
  async #haveSecretsCome({ ended: { outcome } }: RunAnswer): Promise<boolean> {
    if (outcome.kind !== "failed" || outcome.missingSecrets === undefined) return false;
    return this.#options.secrets.askFor(outcome.missingSecrets);
  }

  /**
   * Runs what is saved, with its progress in the status bar; what came out is told by the verdicts alone, and in the output.
   * `token` ends it. `runId` is the caller's, who follows the run's events by it.
   */
  async runQuietly(
    run: { readonly project: ProjectView; readonly selection: Selection; readonly runId: string },
    title: string,
    token: vscode.CancellationToken,
  ): Promise<RunAnswer> {
    const { connection, log } = this.#options;
    const options = { location: vscode.ProgressLocation.Window, title: `$(compass) ${title}` };
    const cancelled = token.onCancellationRequested(() => void connection.cancelRun(run.runId));
    try {
      const answer = await this.#runWithProgress(run, options, () => undefined);
      const summary = runSummary(title, answer);
      if (summary.kind === "error") log.error(summary.text);
      else log.info(`${summary.text}, in ${Math.round(answer.ended.totals.durationMs)} ms`);
      const icon = summary.kind === "error" ? "error" : "compass";
      this.#note?.dispose();
      this.#note = vscode.window.setStatusBarMessage(`$(${icon}) ${firstLine(summary.text)}`, NOTE_MS);
      return answer;
    } finally {
      cancelled.dispose();
    }
  }

  async #runWithProgress(
    {
      project,
      selection,
      runId,
    }: { readonly project: ProjectView; readonly selection: Selection; readonly runId: string },
    options: vscode.ProgressOptions,
    onEvent: (event: RunEvent) => void,
  ): Promise<RunAnswer> {
    const { connection, store, outputs } = this.#options;
    const isWaiting = project.isRunning;
    const endpoints = new Set(selection.kind === "endpoints" ? selection.endpoints : []);
    store.setRunning(project.uri, [...endpoints], true);
    try {
      return await vscode.window.withProgress(options, async (progress, token) => {
        const follow = followRun();
        if (isWaiting) progress.report({ message: "waiting for the run before it to end" });
        const take = (event: RunEvent): void => {
          const step = follow(event);
          if (step !== undefined) progress.report({ message: step.message, increment: step.percent });
          onEvent(event);
          if (event.kind === "output") outputs.write(event.side, event.text);
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

  async #show(
    project: ProjectView,
    summary: RunSummary,
    answer: RunAnswer,
    trouble: Trouble | undefined,
  ): Promise<void> {
    const { log, showDifferences } = this.#options;
    if (summary.kind === "error") log.error(summary.text);
    else log.info(`${summary.text}, in ${Math.round(answer.ended.totals.durationMs)} ms`);
    const first =
      answer.verdicts.find(({ verdict }) => verdict === "differs") ??
      answer.verdicts.find(({ verdict }) => verdict === "failed");
    // What one endpoint differs in, or why it failed, is what was asked for.
    if (first !== undefined && answer.verdicts.length === 1) await showDifferences(project, first);
    if (trouble !== undefined && summary.kind !== "note") {
      // Nobody waits for the buttons: the run has ended.
      void this.#offerLine(project, trouble);
      if (summary.kind === "error") return;
    }
    switch (summary.kind) {
      case "note":
        this.#note = vscode.window.setStatusBarMessage(`$(compass) ${summary.text}`, NOTE_MS);
        return;
      case "differences":
        if (first === undefined || answer.verdicts.length === 1) return;
        // Nobody waits for the button: the run has ended.
        void offer(vscode.window.showWarningMessage(summary.text, "Show Differences"), () =>
          showDifferences(project, first),
        );
        return;
      case "error":
        // What follows the sentence keeps its lines in the output alone.
        void offer(vscode.window.showErrorMessage(firstLine(summary.text), "Show Output"), () => log.show(true));
    }
  }

  async #offerLine(project: ProjectView, { text, place, side }: Trouble): Promise<void> {
    const chosen = await vscode.window.showErrorMessage(text, GO_TO_LINE, "Show Output");
    if (chosen === GO_TO_LINE) await openPlace(project, place);
    else if (chosen !== undefined && side !== undefined) this.#options.outputs.show(side);
    else if (chosen !== undefined) this.#options.log.show(true);
  }
}

/** The hosts to which the user lets requests go, where the run asked for that; undefined where it did not, or the answer was no. */
async function confirmedHosts({ ended: { outcome } }: RunAnswer): Promise<readonly string[] | undefined> {
  if (outcome.kind !== "failed" || outcome.unconfirmedHosts === undefined) return undefined;
  const { unconfirmedHosts: hosts } = outcome;
  const chosen = await vscode.window.showWarningMessage(
    `Send the requests of this run to ${hosts.join(" and ")}?`,
    { modal: true, detail: "The project file names a server there, which is not on this machine." },
    SEND,
  );
  return chosen === SEND ? hosts : undefined;
}

const SEND = "Send Requests";

const NOTE_MS = 8_000;

const GO_TO_LINE = "Go to Line";

function firstLine(text: string): string {
  return text.split("\n", 1).join("");
}

async function offer(answer: Thenable<string | undefined>, act: () => Promise<void> | void): Promise<void> {
  if ((await answer) !== undefined) await act();
}
