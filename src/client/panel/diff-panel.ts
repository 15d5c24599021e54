import * as vscode from "vscode";

import { type EndpointKey, parseEndpoint, type Side, SIDES } from "#core/model/endpoint.ts";
import type { LedgerRow } from "#core/model/ledger.ts";
import type { RunEvent } from "#core/model/run/run-event.ts";
import type { ClusterRecord } from "#core/model/run/run-record.ts";
import type { CaseResult, NotReached } from "#core/model/run/verdict.ts";
import { handlerPlace } from "#protocol/handler-place.ts";
import type { PanelMemory, PanelMessage, PanelRequest, PanelState } from "#protocol/webview.ts";

import { endpointId } from "../endpoint-id.ts";
import { openPlace } from "../navigation.ts";
import type { ProjectStore, Target } from "../project-store.ts";
import type { ServerConnection } from "../server-connection.ts";
import { curlCommand } from "./curl.ts";
import { ignoreWithReason } from "./ignore-with-reason.ts";
import { panelPage } from "./panel-page.ts";
import { readPanelMemory, readPanelRequest } from "./panel-request.ts";

const PANEL_TYPE = "portolan.differences";

export interface DiffPanelOptions {
  readonly connection: ServerConnection;
  readonly store: ProjectStore;
  readonly extension: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
  readonly run: (target: Target) => Promise<void>;
}

/** The panel with the differences of one endpoint. There is one a window; it is used again for the next endpoint. */
export class DiffPanel implements vscode.WebviewPanelSerializer, vscode.Disposable {
  readonly #options: DiffPanelOptions;
  readonly #disposables: vscode.Disposable[];
  #panel: vscode.WebviewPanel | undefined;
  #shown: PanelMemory | undefined;
  #results: readonly CaseResult[] = [];
  #notReached: readonly NotReached[] = [];
  #causes: readonly ClusterRecord[] = [];
  #state: PanelState | undefined;
  #isOutdated = false;
  #loading: Promise<void> | undefined;

  constructor(options: DiffPanelOptions) {
    this.#options = options;
    this.#disposables = [
      vscode.window.registerWebviewPanelSerializer(PANEL_TYPE, this),
      options.store.onDidChange(() => this.#post()),
      options.connection.onRunEvent(({ project, event }) => this.#follow(project, event)),
    ];
  }

  /** What the page shows now, where it is open. */
  get state(): PanelState | undefined {
    return this.#state;
  }

  /** Shows an endpoint's last results, with the source of its Rust handler in the first column. */
  async show(project: string, endpoint: EndpointKey): Promise<void> {
    const target = this.#options.store.find(project, endpoint);
    const rust = target === undefined ? undefined : handlerPlace(target.row, "rust");
    if (target !== undefined && rust !== undefined) {
      await openPlace(target.project, rust, { viewColumn: vscode.ViewColumn.One });
    }
    this.#shown = { project, endpoint };
    if (this.#panel === undefined) {
      const column = { viewColumn: vscode.ViewColumn.Two, preserveFocus: true };
      this.#adopt(vscode.window.createWebviewPanel(PANEL_TYPE, "Differences", column, {}));
    } else {
      this.#panel.reveal(undefined, true);
    }
    await this.#load();
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const memory = readPanelMemory(state);
    if (memory === undefined || this.#panel !== undefined) return panel.dispose();
    this.#shown = memory;
    this.#adopt(panel);
    await this.#options.connection.start();
    await this.#load();
  }

  /** A run has ended: what is shown may have new results. */
  async reload(): Promise<void> {
    if (this.#panel !== undefined) await this.#load();
  }

  dispose(): void {
    this.#panel?.dispose();
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  #adopt(panel: vscode.WebviewPanel): void {
    const { extension, log } = this.#options;
    this.#panel = panel;
    const folder = vscode.Uri.joinPath(extension, "dist", "webview");
    panel.iconPath = new vscode.ThemeIcon("diff");
    panel.webview.options = { enableScripts: true, localResourceRoots: [folder] };
    const uriOf = (name: string): string => panel.webview.asWebviewUri(vscode.Uri.joinPath(folder, name)).toString();
    panel.webview.onDidReceiveMessage((message: unknown) => {
      const request = readPanelRequest(message);
      if (request === undefined) log.warn("The panel sent something that is not a request.");
      else
        void this.#answer(request).catch((error: unknown) => log.error(error instanceof Error ? error : String(error)));
    });
    panel.onDidDispose(() => {
      this.#panel = undefined;
      this.#shown = undefined;
      this.#state = undefined;
    });
    panel.webview.html = panelPage({
      script: uriOf("panel.js"),
      style: uriOf("panel.css"),
      source: panel.webview.cspSource,
      nonce: crypto.randomUUID().replaceAll("-", ""),
    });
  }

  /** Shows the cases of what is shown as they come; one load at a time, and one more for what came meanwhile. */
  #follow(project: string, event: RunEvent): void {
    const endpoints =
      event.kind === "started"
        ? event.endpoints
        : event.kind === "case-ended"
          ? [event.result.case.endpoint]
          : event.kind === "endpoint-ended"
            ? [event.verdict.endpoint]
            : [];
    const shown = this.#shown;
    if (this.#panel === undefined || shown?.project !== project || !endpoints.includes(shown.endpoint)) return;
    this.#isOutdated = true;
    if (this.#loading !== undefined) return;
    this.#loading = this.#loadWhileOutdated()
      .catch((error: unknown) => this.#options.log.error(error instanceof Error ? error : String(error)))
      .finally(() => {
        this.#loading = undefined;
      });
  }

  async #loadWhileOutdated(): Promise<void> {
    while (this.#isOutdated) {
      this.#isOutdated = false;
      await this.#load();
    }
  }

  async #load(): Promise<void> {
    const shown = this.#shown;
    if (shown === undefined) return;
    const { results, causes, notReached } = await this.#options.connection.results(shown.project, shown.endpoint);
    // Another endpoint may have been asked for meanwhile; its own results are on their way.
    if (shown !== this.#shown) return;
    this.#results = results;
    this.#causes = causes;
    this.#notReached = notReached;
    this.#post();
  }

  #post(): void {
    const target = this.#target();
    if (this.#panel === undefined || target === undefined) return;
    const { project, row } = target;
    this.#state = {
      project: project.uri,
      endpoint: row.key,
      path: row.path,
      ...(row.verdict !== undefined && { verdict: row.verdict }),
      results: this.#results,
      causes: this.#causes,
      notReached: this.#notReached,
      isRunning: this.#options.store.running.has(endpointId(project.uri, row.key)),
      handlers: SIDES.filter((side) => handlerPlace(row, side) !== undefined),
    };
    this.#panel.title = `${row.method} ${row.path}`;
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- not a window: VS Code takes no origin
    void this.#panel.webview.postMessage({ kind: "show", state: this.#state } satisfies PanelMessage);
  }

  async #answer(request: PanelRequest): Promise<void> {
    const target = this.#target();
    if (target === undefined) return;
    switch (request.kind) {
      case "ready":
        return this.#post();
      case "run":
        return this.#options.run(target);
      case "go-to-handler":
        return this.#goTo(target, request.side);
      case "go-to-difference": {
        const result = this.#result(request.caseId);
        return this.#goTo(target, request.side, result?.differences[request.difference]?.places?.[request.side]);
      }
      case "ignore-cause": {
        const { connection, run } = this.#options;
        const members = this.#causes[request.cause]?.members;
        const params = { project: target.project.uri, endpoint: target.row.key };
        if (members === undefined) return;
        return ignoreWithReason({ ...params, members, connection, runAgain: () => run(target) });
      }
      case "go-to-case": {
        const place = this.#result(request.caseId)?.case.place;
        if (place !== undefined) await openPlace(target.project, place, { viewColumn: vscode.ViewColumn.One });
        return;
      }
      case "go-to-crash": {
        const crash = this.#result(request.caseId)?.crashes?.find(({ side }) => side === request.side);
        return this.#goTo(target, request.side, crash?.place);
      }
      case "copy-as-curl": {
        const result = this.#result(request.caseId);
        const commands = SIDES.flatMap((side) => {
          const exchange = result?.exchanges[side];
          return exchange === undefined ? [] : `# ${side}\n${curlCommand(exchange.request)}`;
        });
        await vscode.env.clipboard.writeText(`${commands.join("\n")}\n`);
        vscode.window.setStatusBarMessage("Copied as curl, once a side.", 4_000);
      }
    }
  }

  #result(caseId: string): CaseResult | undefined {
    return this.#results.find((one) => one.case.id === caseId);
  }

  async #goTo({ project, row }: Target, side: Side, place = handlerPlace(row, side)): Promise<void> {
    if (place !== undefined) await openPlace(project, place, { viewColumn: vscode.ViewColumn.One });
  }

  #target(): Target | undefined {
    if (this.#shown === undefined) return undefined;
    const { project: uri, endpoint } = this.#shown;
    const project = this.#options.store.get(uri);
    const known = this.#options.store.find(uri, endpoint);
    if (known !== undefined || project === undefined || this.#results.length === 0) return known;
    return { project, row: rowOfNoEndpoint(endpoint) };
  }
}

/** What stands for a row of the ledger where requests belong to no endpoint: a method and a path, and nothing behind them. */
function rowOfNoEndpoint(key: EndpointKey): LedgerRow {
  const { method, path } = parseEndpoint(key) ?? { method: "ANY", path: key };
  return { key, method, path, status: "not-comparable", milestones: [], python: [], rust: [], findings: [] };
}
