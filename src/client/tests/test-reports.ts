import * as vscode from "vscode";

import type { EndpointKey } from "#core/model/endpoint.ts";
import type { LedgerRow } from "#core/model/ledger.ts";
import type { RunEvent, RunOutcome } from "#core/model/run/run-event.ts";
import type { CaseResult, EndpointVerdict } from "#core/model/run/verdict.ts";
import type { RunEventParams } from "#protocol/lsp.ts";
import { verdictText } from "#protocol/verdict-text.ts";

import { endpointId } from "../endpoint-id.ts";
import type { ProjectStore } from "../project-store.ts";
import { caseMessage } from "./case-message.ts";
import { caseOutput } from "./case-text.ts";
import type { TestItems } from "./test-items.ts";

export interface TestReportsOptions {
  readonly controller: vscode.TestController;
  readonly store: ProjectStore;
  readonly items: TestItems;
  readonly cancel: (runId: string) => void;
}

/** A run of one project that is told in the Test Explorer. */
interface ToldRun {
  readonly project: string;
  readonly run: vscode.TestRun;
  /** The endpoints without a verdict yet. */
  readonly waiting: Set<EndpointKey>;
  /** It was started elsewhere in the window, and ends with its last event. */
  readonly isForeign: boolean;
}

/** Tells the Test Explorer how runs go, whoever started them, and of verdicts that were made elsewhere or hold no longer. */
export class TestReports {
  readonly #options: TestReportsOptions;
  readonly #runs = new Map<string, ToldRun>();
  /** The moment of the last verdict that was told, by endpoint. */
  readonly #told = new Map<string, string>();
  /** The same, of verdicts that were told to be stale. */
  readonly #stale = new Map<string, string>();

  /** The endpoints at whose handlers messages of cases stand. */
  readonly #withMessages = new Set<string>();

  constructor(options: TestReportsOptions) {
    this.#options = options;
  }

  /** What becomes of these endpoints in the run of that id is told in `run`, which its owner ends. */
  follow(
    runId: string,
    run: vscode.TestRun,
    asked: { readonly project: string; readonly endpoints: readonly EndpointKey[] },
  ): vscode.Disposable {
    this.#runs.set(runId, { project: asked.project, run, waiting: new Set(asked.endpoints), isForeign: false });
    return new vscode.Disposable(() => this.#runs.delete(runId));
  }

  /** Whether the Test Explorer has a message at the handler of an endpoint, where it stands until its next run. */
  hasMessage(project: string, endpoint: EndpointKey): boolean {
    return this.#withMessages.has(endpointId(project, endpoint));
  }

  take({ project, runId, event }: RunEventParams): void {
    if (event.kind === "started" && !this.#runs.has(runId) && event.endpoints.length > 0) {
      this.#runs.set(runId, this.#foreignRun(project, runId, event.endpoints));
    }
    const told = this.#runs.get(runId);
    if (told !== undefined) this.#tell(told, event);
    if (event.kind !== "ended" || told?.isForeign !== true) return;
    this.#runs.delete(runId);
    told.run.end();
  }

  /** Looks for verdicts that no run in this window made, and for those that have gone stale. */
  lookAtVerdicts(): void {
    const rows = this.#options.store
      .projects()
      .flatMap(({ uri, ledger }) => ledger.rows.map((row) => ({ project: uri, row })));
    // While a run goes on, the ledger still has the verdicts from before it.
    const foreign = rows.filter(({ project, row }) => {
      return row.verdict !== undefined && row.verdict.at > (this.#told.get(endpointId(project, row.key)) ?? "");
    });
    if (foreign.length > 0) {
      const request = new vscode.TestRunRequest([], undefined, undefined, false, true);
      const run = this.#options.controller.createTestRun(request, "Verdicts that were kept", false);
      for (const { project, row } of foreign) if (row.verdict) this.#tellVerdict(run, project, row.verdict);
      run.end();
    }
    const stale = rows.filter(({ project, row }) => this.#isNewlyStale(project, row));
    const items = stale.flatMap(({ project, row }) => this.#options.items.ofEndpoint(project, row.key));
    if (items.length > 0) this.#options.controller.invalidateTestResults(items);
  }

  #isNewlyStale(project: string, { key, status, verdict }: LedgerRow): boolean {
    const id = endpointId(project, key);
    if (status !== "stale" || verdict === undefined || this.#stale.get(id) === verdict.at) return false;
    this.#stale.set(id, verdict.at);
    return true;
  }

  /** Shown without taking the focus. */
  #foreignRun(project: string, runId: string, endpoints: readonly EndpointKey[]): ToldRun {
    const { controller, items, cancel } = this.#options;
    const included = endpoints.flatMap((endpoint) => items.ofEndpoint(project, endpoint));
    const run = controller.createTestRun(new vscode.TestRunRequest(included, undefined, undefined, false, true));
    run.token.onCancellationRequested(() => cancel(runId));
    return { project, run, waiting: new Set(endpoints), isForeign: true };
  }

  #tell({ project, run, waiting }: ToldRun, event: RunEvent): void {
    const { items } = this.#options;
    switch (event.kind) {
      case "started":
        for (const endpoint of event.endpoints) {
          waiting.add(endpoint);
          this.#withMessages.delete(endpointId(project, endpoint));
          for (const item of items.ofEndpoint(project, endpoint)) run.enqueued(item);
        }
        return;
      case "output":
        return run.appendOutput(asTerminal(`[${event.side}] ${event.text}\n`));
      case "case-ended":
        return this.#tellCase(run, project, event.result);
      case "case-not-reached": {
        const { case: given, reason } = event.notReached;
        for (const item of items.ofCase(project, given)) {
          run.skipped(item);
          run.appendOutput(asTerminal(`${given.name}: ${reason}\n`), undefined, item);
        }
        return;
      }
      case "endpoint-ended":
        waiting.delete(event.verdict.endpoint);
        return this.#tellVerdict(run, project, event.verdict);
      case "ended":
        return this.#tellEnd(run, project, { waiting, outcome: event.outcome });
      case "preparing":
      case "build-problem":
      case "crashed":
      case "finding":
        return;
    }
  }

  #tellCase(run: vscode.TestRun, project: string, result: CaseResult): void {
    const { items, store } = this.#options;
    const { endpoint } = result.case;
    const target = store.find(project, endpoint);
    if (result.verdict !== "match") this.#withMessages.add(endpointId(project, endpoint));
    for (const item of items.ofCase(project, result.case)) {
      if (item.parent !== undefined) run.started(item.parent);
      run.appendOutput(asTerminal(caseOutput(result)), undefined, item);
      if (result.verdict === "match") run.passed(item);
      else if (result.verdict === "differs") run.failed(item, caseMessage(result, target));
      else run.errored(item, caseMessage(result, target));
    }
  }

  #tellVerdict(run: vscode.TestRun, project: string, verdict: EndpointVerdict): void {
    if (!verdict.isPartial) this.#told.set(endpointId(project, verdict.endpoint), verdict.at);
    const message = new vscode.TestMessage(verdict.reason ?? verdictText(verdict));
    for (const item of this.#options.items.ofEndpoint(project, verdict.endpoint)) {
      if (verdict.verdict === "match") run.passed(item);
      // What differs is told at the cases, where they are known.
      else if (verdict.verdict === "differs") run.failed(item, item.children.size > 0 ? [] : message);
      else run.errored(item, message);
    }
  }

  /** What was asked for and has no verdict was not compared; the reason is theirs. */
  #tellEnd(
    run: vscode.TestRun,
    project: string,
    { waiting, outcome }: { readonly waiting: ReadonlySet<EndpointKey>; readonly outcome: RunOutcome },
  ): void {
    if (outcome.kind !== "failed") return;
    run.appendOutput(asTerminal(`${outcome.reason}\n`));
    const items = [...waiting].flatMap((endpoint) => this.#options.items.ofEndpoint(project, endpoint));
    for (const item of items) run.errored(item, new vscode.TestMessage(outcome.reason));
  }
}

/** A terminal begins a line only after a carriage return. */
function asTerminal(text: string): string {
  return text.replaceAll(/\r?\n/g, "\r\n");
}
