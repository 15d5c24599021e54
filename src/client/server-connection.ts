import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";

import type { Position } from "#core/model/place.ts";
import type { EndpointKey } from "#core/model/endpoint.ts";
import type { CauseSuggestions } from "#core/model/rules/rule-suggestion.ts";
import {
  BUILD_SOURCE,
  type CasesAnswer,
  type CasesParams,
  type EndpointAt,
  type GateEventParams,
  type GatesAnswer,
  type GatesParams,
  type InitializationOptions,
  LSP,
  type ProjectView,
  type ReportAnswer,
  type ResultsAnswer,
  type RunAnswer,
  type RunEventParams,
  type RunParams,
  type SetUpAnswer,
  type SetUpParams,
  type StopServersParams,
  type RuleEditAnswer,
  type RuleEditParams,
  type SuggestRulesParams,
  type TrialParams,
  type TrySetUpAnswer,
  type TrySetUpParams,
} from "#protocol/lsp.ts";

import type { KeptSecrets } from "./kept-secrets.ts";
import { maskedChannel } from "./masked-channel.ts";
import { shownOnce } from "./shown-once.ts";
import type { ProjectStore } from "./project-store.ts";

/** Reads the schemas that we contribute. */
const YAML_EXTENSION = "redhat.vscode-yaml";

export interface ConnectionOptions {
  /** dist/server.js, absolute. */
  readonly module: string;
  readonly log: vscode.LogOutputChannel;
  readonly store: ProjectStore;
  readonly secrets: KeptSecrets;
}

/** What the server sent for a file, and what of it is shown. */
interface SentDiagnostics {
  readonly uri: vscode.Uri;
  readonly diagnostics: readonly vscode.Diagnostic[];
  readonly next: (uri: vscode.Uri, diagnostics: vscode.Diagnostic[]) => void;
  readonly shown?: readonly vscode.Diagnostic[];
}

/** The language server, started when it is needed first. Every request waits until it is up. */
export class ServerConnection implements vscode.Disposable {
  readonly #options: ConnectionOptions;
  readonly #runEvents = new vscode.EventEmitter<RunEventParams>();
  readonly onRunEvent = this.#runEvents.event;
  readonly #gateEvents = new vscode.EventEmitter<GateEventParams>();
  readonly onGateEvent = this.#gateEvents.event;
  readonly #trials = new vscode.EventEmitter<TrialParams>();
  readonly onTrial = this.#trials.event;
  readonly #diagnostics = new Map<string, SentDiagnostics>();
  readonly #listening: vscode.Disposable;
  #client: Promise<LanguageClient> | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#listening = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      for (const uri of uris) this.#showDiagnostics(uri);
    });
  }

  get isStarted(): boolean {
    return this.#client !== undefined;
  }

  /** Resolves when the server is up and the store holds all projects. */
  async start(): Promise<void> {
    await this.#started();
  }

  /** Hands the kept secrets over as well. */
  async run(params: Omit<RunParams, "secrets">): Promise<RunAnswer> {
    const secrets = await this.#options.secrets.all();
    return (await this.#started()).sendRequest<RunAnswer>(LSP.run, { ...params, secrets });
  }

  /** Runs gates, with the kept secrets. */
  async gates(params: Omit<GatesParams, "secrets">): Promise<GatesAnswer> {
    const secrets = await this.#options.secrets.all();
    return (await this.#started()).sendRequest<GatesAnswer>(LSP.gates, { ...params, secrets });
  }

  async cancelRun(runId: string): Promise<void> {
    await (await this.#started()).sendNotification(LSP.cancelRun, { runId });
  }

  /** Does nothing where no server was started, as then nothing runs. */
  async stopServers(params: StopServersParams): Promise<void> {
    if (this.#client !== undefined) await (await this.#client).sendRequest(LSP.stopServers, params);
  }

  async results(project: string, endpoint: EndpointKey): Promise<ResultsAnswer> {
    return (await this.#started()).sendRequest<ResultsAnswer>(LSP.results, { project, endpoint });
  }

  /** Undefined where nothing was run yet. */
  async report(project: string): Promise<ReportAnswer | undefined> {
    return (await (await this.#started()).sendRequest<ReportAnswer | null>(LSP.report, { project })) ?? undefined;
  }

  async cases(params: CasesParams): Promise<CasesAnswer> {
    return (await this.#started()).sendRequest<CasesAnswer>(LSP.cases, params);
  }

  /** Brings the store's projects up to the last change. */
  async refresh(): Promise<void> {
    const projects = await (await this.#started()).sendRequest<readonly ProjectView[]>(LSP.projects);
    for (const project of projects) this.#options.store.set(project);
  }

  async suggestRules(params: SuggestRulesParams): Promise<CauseSuggestions> {
    return (await this.#started()).sendRequest<CauseSuggestions>(LSP.suggestRules, params);
  }

  async ruleEdit(params: RuleEditParams): Promise<RuleEditAnswer | undefined> {
    return (await (await this.#started()).sendRequest<RuleEditAnswer | null>(LSP.ruleEdit, params)) ?? undefined;
  }

  async endpointAt(uri: vscode.Uri, position: Position): Promise<EndpointAt | undefined> {
    const { line, character } = position;
    const params = { uri: uri.toString(), position: { line, character } };
    return (await (await this.#started()).sendRequest<EndpointAt | null>(LSP.endpointAt, params)) ?? undefined;
  }

  async setUp(params: SetUpParams): Promise<SetUpAnswer> {
    return (await this.#started()).sendRequest<SetUpAnswer>(LSP.setUp, params);
  }

  async trySetUp(params: TrySetUpParams): Promise<TrySetUpAnswer> {
    return (await this.#started()).sendRequest<TrySetUpAnswer>(LSP.trySetUp, params);
  }

  async grantTrust(): Promise<void> {
    if (this.#client !== undefined) await (await this.#client).sendNotification(LSP.didGrantTrust);
  }

  async stop(): Promise<void> {
    const client = await this.#client;
    await client?.dispose();
  }

  dispose(): void {
    this.#runEvents.dispose();
    this.#gateEvents.dispose();
    this.#trials.dispose();
    this.#listening.dispose();
  }

  #started(): Promise<LanguageClient> {
    this.#client ??= this.#start().catch((error: unknown) => {
      this.#client = undefined;
      throw error;
    });
    return this.#client;
  }

  /** Again as soon as others have changed theirs. */
  #showDiagnostics(uri: vscode.Uri): void {
    const known = this.#diagnostics.get(uri.toString());
    if (known === undefined) return;
    const shown = shownOnce(known.diagnostics, vscode.languages.getDiagnostics(uri), BUILD_SOURCE);
    if (known.shown?.length === shown.length && shown.every((each, at) => each === known.shown?.[at])) return;
    this.#diagnostics.set(uri.toString(), { ...known, shown });
    known.next(known.uri, [...shown]);
  }

  async #start(): Promise<LanguageClient> {
    const { module, log, store, secrets } = this.#options;
    const initializationOptions: InitializationOptions = {
      isTrusted: vscode.workspace.isTrusted,
      hasLensCommands: true,
      hasYamlSupport: vscode.extensions.getExtension(YAML_EXTENSION) !== undefined,
    };
    // Most of our code; nothing of it is needed before.
    const { LanguageClient: Client, TransportKind } = await import("vscode-languageclient/node");
    const client = new Client(
      "portolan",
      "Portolan",
      { module, transport: TransportKind.ipc },
      {
        documentSelector: ["**/*.py", "**/*.rs", "**/*.{yaml,yml}", "**/*.json"].map((pattern) => ({
          scheme: "file",
          pattern,
        })),
        initializationOptions,
        outputChannel: log,
        traceOutputChannel: maskedChannel(log, (text) => secrets.masked(text)),
        markdown: { supportHtml: false },
        middleware: {
          handleDiagnostics: (uri, diagnostics, next) => {
            this.#diagnostics.set(uri.toString(), { uri, diagnostics, next });
            this.#showDiagnostics(uri);
          },
        },
      },
    );
    client.onNotification(LSP.didChangeProject, (project: ProjectView) => store.set(project));
    client.onNotification(LSP.didRemoveProject, ({ uri }: { readonly uri: string }) => store.remove(uri));
    client.onNotification(LSP.trial, (params: TrialParams) => this.#trials.fire(params));
    client.onNotification(LSP.gateEvent, (params: GateEventParams) => this.#gateEvents.fire(params));
    client.onNotification(LSP.runEvent, (params: RunEventParams) => this.#runEvents.fire(params));
    await client.start();
    for (const project of await client.sendRequest<readonly ProjectView[]>(LSP.projects)) store.set(project);
    return client;
  }
}
