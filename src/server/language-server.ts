import {
  type Connection,
  CodeActionKind,
  CodeLensRefreshRequest,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type FileSystemWatcher,
  type InitializeParams,
  type InitializeResult,
  TextDocuments,
  TextDocumentSyncKind,
  WatchKind,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";

import type { LedgerRow } from "#core/model/ledger.ts";
import type { Position } from "#core/model/place.ts";
import {
  type EndpointAt,
  type EndpointAtParams,
  type GateEventParams,
  type InitializationOptions,
  LSP,
  type ProjectView,
  type RunEventParams,
  SERVER_COMMANDS,
} from "#protocol/lsp.ts";

import { endpointActions, mends } from "./code-actions.ts";
import { contractCard } from "./contract-card.ts";
import { DiagnosticsPublisher } from "./diagnostics-publisher.ts";
import { answerNavigation } from "./navigation/answer-navigation.ts";
import { type EndpointFinder, rowAt, rowNamedAt } from "./ledger-places.ts";
import { LensProvider } from "./lens-provider.ts";
import type { OpenProject } from "./open-project.ts";
import { answerRuleRequests } from "./rule-requests.ts";
import { answerRunRequests, withoutExchanges } from "./run-requests.ts";
import { answerSetUpRequests } from "./set-up-requests.ts";
import { folderOf, nameOf, pathOfUri, relativePath } from "./uris.ts";
import { isWatched, mayBeFolder, WATCHED_PATTERNS, WATCHED_REMOVALS } from "./watched-files.ts";
import { type ServerHost, Workspace } from "./workspace.ts";
import { answerCompletion, yamlHover, type YamlOptions } from "./yaml/answer-yaml.ts";

/** Ages are told in minutes. */
const AGE_STEP_MS = 60_000;

/** Speaks LSP 3.17 over `connection`, which the caller has created and which is listened to when this returns. */
export function serve(connection: Connection, host: ServerHost): void {
  const documents = new TextDocuments(TextDocument);
  const diagnostics = new DiagnosticsPublisher(
    (uri, all) => void connection.sendDiagnostics({ uri, diagnostics: all }),
  );
  let client: InitializeParams["capabilities"] = {};
  let options: InitializationOptions = { isTrusted: true, hasLensCommands: false };
  let folders: readonly string[] = [];

  const workspace = new Workspace(host, {
    log: (text) => connection.console.log(text),
    openTexts: () => openTexts(documents),
    isTrusted: () => options.isTrusted,
    onDidChange: (project) => {
      diagnostics.update(project);
      lenses.refreshIfChanged();
      const view = project.view();
      if (view !== undefined) void connection.sendNotification(LSP.didChangeProject, view);
    },
    onDidRemove: (project) => {
      diagnostics.remove(project);
      lenses.refreshIfChanged();
      void connection.sendNotification(LSP.didRemoveProject, { uri: project.uri });
    },
    onGateEvent: (project, runId, event) => {
      const params: GateEventParams = { project: project.uri, runId, event };
      void connection.sendNotification(LSP.gateEvent, params);
    },
    onRunEvent: (project, runId, event) => {
      const params: RunEventParams = { project: project.uri, runId, event: withoutExchanges(event) };
      void connection.sendNotification(LSP.runEvent, params);
    },
  });
  const lenses = new LensProvider({
    workspace,
    document: (uri) => documents.get(uri),
    nowMs: () => host.now(),
    isTrusted: () => options.isTrusted,
    hasLensCommands: () => options.hasLensCommands,
    refresh: () => {
      if (client.workspace?.codeLens?.refreshSupport) void connection.sendRequest(CodeLensRefreshRequest.type);
    },
  });
  const { promise: opened, resolve: markOpened } = Promise.withResolvers<void>();
  const ageTimer = setInterval(() => lenses.refreshIfChanged(), AGE_STEP_MS);
  ageTimer.unref();

  connection.onInitialize((params): InitializeResult => {
    client = params.capabilities;
    options = { ...options, ...(params.initializationOptions as Partial<InitializationOptions> | undefined) };
    folders = (params.workspaceFolders ?? []).flatMap(({ uri }) => pathOfUri(uri) ?? []);
    return {
      serverInfo: { name: "portolan" },
      capabilities: {
        textDocumentSync: TextDocumentSyncKind.Incremental,
        codeLensProvider: {},
        hoverProvider: true,
        completionProvider: { triggerCharacters: [" ", "$", "."] },
        definitionProvider: true,
        implementationProvider: true,
        referencesProvider: true,
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
        executeCommandProvider: { commands: Object.values(SERVER_COMMANDS) },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    };
  });

  connection.onInitialized(async () => {
    if (client.workspace?.didChangeWatchedFiles?.dynamicRegistration) {
      const watchers: FileSystemWatcher[] = [
        ...WATCHED_PATTERNS.map((globPattern) => ({ globPattern })),
        { globPattern: WATCHED_REMOVALS, kind: WatchKind.Delete },
      ];
      void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
    }
    if (client.workspace?.didChangeConfiguration?.dynamicRegistration) {
      void connection.client.register(DidChangeConfigurationNotification.type, { section: "portolan" });
    }
    if (client.workspace?.workspaceFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map(({ uri }) => pathOfUri(uri)));
        const fresh = added.flatMap(({ uri }) => pathOfUri(uri) ?? []);
        folders = [...folders.filter((folder) => !gone.has(folder)), ...fresh];
        return workspace.setFolders(folders);
      });
    }
    try {
      await readSettings();
      await workspace.setFolders(folders);
    } finally {
      markOpened();
    }
  });

  const readSettings = async (): Promise<void> => {
    if (!client.workspace?.configuration) return;
    const isEnabled: unknown = await connection.workspace.getConfiguration("portolan.codeLens.enabled");
    lenses.setEnabled(isEnabled !== false);
  };
  connection.onDidChangeConfiguration(readSettings);

  connection.onDidChangeWatchedFiles(async ({ changes }) => {
    for (const { uri, type } of changes) {
      const path = pathOfUri(uri);
      // What is open in the editor counts as it stands there; the editor tells when it reloads it.
      if (path === undefined) continue;
      if (type === FileChangeType.Deleted && mayBeFolder(path)) await workspace.folderGone(path);
      if (!isWatched(path)) continue;
      if (type !== FileChangeType.Changed) await workspace.appearedOrGone(path, openTexts(documents).get(path));
      else if (!openTexts(documents).has(path)) workspace.change(path);
    }
  });
  documents.onDidChangeContent(({ document }) => {
    const path = pathOfUri(document.uri);
    if (path !== undefined) workspace.change(path, document.getText());
  });
  documents.onDidClose(({ document }) => {
    lenses.forget(document.uri);
    const path = pathOfUri(document.uri);
    if (path !== undefined) workspace.change(path);
  });

  connection.onCodeLens(({ textDocument }) => lenses.provide(textDocument.uri));
  const yaml: YamlOptions = {
    textOf: (uri) => documents.get(uri)?.getText(),
    hasYamlSupport: () => options.hasYamlSupport === true,
  };
  answerCompletion(connection, workspace, yaml);
  connection.onHover(async ({ textDocument, position }) => {
    const inYaml = yamlHover(workspace, textDocument.uri, position, { ...yaml, nowMs: host.now() });
    if (inYaml !== undefined) return inYaml;
    const found = await findEndpoint(workspace, textDocument.uri, position, rowNamedAt);
    if (found === undefined) return null;
    return { contents: { kind: "markdown", value: contractCard(found.row, found.project.folder, host.now()) } };
  });

  connection.onCodeAction(async ({ textDocument: { uri }, range, context: { diagnostics: shown } }) => {
    const document = documents.get(uri);
    const mended = document === undefined ? [] : mends(uri, (each) => document.getText(each), shown);
    const found = await findEndpoint(workspace, uri, range.start, rowNamedAt);
    if (found === undefined || !options.isTrusted) return mended;
    return [...mended, ...endpointActions(found.project.uri, found.row, shown)];
  });

  connection.onRequest(LSP.projects, async (): Promise<ProjectView[]> => {
    await opened;
    await Promise.all(workspace.projects().map((project) => project.refresh()));
    return workspace.projects().flatMap((project) => project.view() ?? []);
  });
  connection.onRequest(LSP.endpointAt, async ({ uri, position }: EndpointAtParams): Promise<EndpointAt | null> => {
    await opened;
    const found = await findEndpoint(workspace, uri, position, rowAt);
    return found === undefined ? null : { project: found.project.uri, endpoint: found.row.key };
  });
  const setUp = answerSetUpRequests(connection, host, () => options.isTrusted);
  connection.onNotification(LSP.didGrantTrust, () => {
    options = { ...options, isTrusted: true };
    // What lies outside of the workspace may be read from now on.
    for (const project of workspace.projects()) project.lookAgain();
    lenses.refreshIfChanged();
  });
  answerRunRequests(connection, workspace, () => options.isTrusted, setUp.cancel);
  const textOf = async (path: string): Promise<string | undefined> =>
    openTexts(documents).get(path) ?? (await host.filesBelow(folderOf(path)).read(nameOf(path)));
  answerRuleRequests(connection, workspace, textOf);
  answerNavigation(connection, workspace, textOf);

  connection.onShutdown(async () => {
    clearInterval(ageTimer);
    await workspace.dispose();
  });
  documents.listen(connection);
  connection.listen();
}

/** Looks in the first project that knows the file, once it is as new as the editor's text. */
async function findEndpoint(
  workspace: Workspace,
  uri: string,
  position: Position,
  find: EndpointFinder,
): Promise<{ readonly project: OpenProject; readonly row: LedgerRow } | undefined> {
  const path = pathOfUri(uri);
  if (path === undefined) return undefined;
  for (const project of workspace.projectsOf(path)) {
    await project.refresh();
    const row = find(project.snapshot.ledger, relativePath(project.folder, path), position);
    if (row !== undefined) return { project, row };
  }
  return undefined;
}

function openTexts(documents: TextDocuments<TextDocument>): ReadonlyMap<string, string> {
  return new Map(
    documents.all().flatMap((document) => {
      const path = pathOfUri(document.uri);
      return path === undefined ? [] : [[path, document.getText()] as const];
    }),
  );
}
