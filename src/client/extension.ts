import * as vscode from "vscode";

import { registerCommands, runEndpoint } from "./commands.ts";
import { InlineVerdicts } from "./inline-verdicts.ts";
import { DiffPanel } from "./panel/diff-panel.ts";
import { KeptSecrets } from "./kept-secrets.ts";
import { ProjectStore } from "./project-store.ts";
import { ReportTab } from "./report/report-tab.ts";
import { Runs } from "./runs.ts";
import { ServerConnection } from "./server-connection.ts";
import { ServerOutputs } from "./servers/server-outputs.ts";
import { createStatusBar } from "./status-bar.ts";
import { createTestApi, type TestApi } from "./test-api.ts";
import { ParityTests } from "./tests/parity-tests.ts";
import { EndpointTree } from "./tree/endpoint-tree.ts";

const PROJECT_FILES = "**/portolan.yaml";

/** Wires the parts of the extension; the language server starts where the workspace has a project file. */
export function activate(context: vscode.ExtensionContext): TestApi {
  const log = vscode.window.createOutputChannel("Portolan", { log: true });
  const store = new ProjectStore();
  const secrets = new KeptSecrets(context.secrets);
  const connection = new ServerConnection({ module: context.asAbsolutePath("dist/server.js"), log, store, secrets });
  const tree = new EndpointTree(store);
  const panel: DiffPanel = new DiffPanel({
    connection,
    store,
    log,
    extension: context.extensionUri,
    run: (target) => runEndpoint({ runs, panel }, target),
  });
  const outputs = new ServerOutputs();
  const report = new ReportTab();
  const runs = new Runs({
    connection,
    store,
    log,
    outputs,
    secrets,
    showDifferences: (project, verdict) => panel.show(project.uri, verdict.endpoint),
  });
  const tests = new ParityTests({ connection, store, runs, log });
  const newProjectFiles = vscode.workspace.createFileSystemWatcher(PROJECT_FILES, false, true, true);
  const start = (): void => {
    void connection.start().then(
      () => setState(store),
      (error: unknown) => {
        log.error(error instanceof Error ? error : String(error));
        void vscode.window.showErrorMessage("Portolan's language server did not start: see the output “Portolan”.");
      },
    );
  };
  context.subscriptions.push(
    log,
    outputs,
    report,
    store,
    { dispose: () => connection.dispose() },
    tree,
    panel,
    tests,
    new InlineVerdicts(store, (project, endpoint) => tests.reports.hasMessage(project, endpoint)),
    createStatusBar(store),
    registerCommands({ connection, store, tree, runs, panel, log, secrets, outputs, report }),
    newProjectFiles,
    newProjectFiles.onDidCreate(start),
    store.onDidChange(() => setState(store)),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void connection.grantTrust()),
    { dispose: () => void connection.stop() },
  );
  void startIfNeeded(start);
  return createTestApi({ store, tree, panel, tests });
}

/** Nothing is started in a workspace that has no project file: the view's welcome offers to make one. */
async function startIfNeeded(start: () => void): Promise<void> {
  const [found] = await vscode.workspace.findFiles(PROJECT_FILES, undefined, 1);
  if (found === undefined) await setContext("none");
  else start();
}

function setState(store: ProjectStore): void {
  void setContext(store.projects().length === 0 ? "none" : "ready");
}

/** What `when` clauses of package.json ask for as `portolan.state`. */
function setContext(state: "none" | "ready"): Thenable<unknown> {
  return vscode.commands.executeCommand("setContext", "portolan.state", state);
}
