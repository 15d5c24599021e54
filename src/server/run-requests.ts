import type { Connection } from "vscode-languageserver";

import type { EndpointKey } from "#core/model/endpoint.ts";
import type { RunEvent } from "#core/model/run/run-event.ts";
import { clustersOf } from "#core/report/run/clusters.ts";
import { runHtml } from "#core/report/run/run-html.ts";
import { clusterRecord } from "#core/report/run/run-record.ts";
import {
  type CancelRunParams,
  type CasesAnswer,
  type CasesParams,
  type CaseView,
  type GatesAnswer,
  type GatesParams,
  isLensArguments,
  LSP,
  type ReportAnswer,
  type ReportParams,
  type ResultsAnswer,
  type ResultsParams,
  type RunAnswer,
  type RunParams,
  SERVER_COMMANDS,
  type StopServersParams,
} from "#protocol/lsp.ts";

import { createStub } from "./create-stub.ts";
import { endedWithout } from "./runner.ts";
import { joinPath, uriOfPath } from "./uris.ts";
import type { Workspace } from "./workspace.ts";

/** Where the page of the last run is written, relative to the project's folder; git ignores it. */
const REPORT_FILE = ".portolan/report.html";

const NOT_TRUSTED =
  "This workspace is not trusted, so Portolan runs nothing in it: trust the workspace, then run again.";

const NOT_TRUSTED_TO_WRITE = "This workspace is not trusted, so Portolan writes nothing in it.";

/** Answers the requests that start, stop and look back at runs; `cancelTrial` ends a trial of "Set Up…". */
export function answerRunRequests(
  connection: Connection,
  workspace: Workspace,
  isTrusted: () => boolean,
  cancelTrial: (params: CancelRunParams) => void,
): void {
  const run = async ({ project: uri, ...given }: RunParams): Promise<RunAnswer> => {
    if (!isTrusted()) return refusal(NOT_TRUSTED);
    const project = workspace.byUri(uri);
    return project?.run(given) ?? refusal(`There is no project file at ${uri} any more.`);
  };

  connection.onRequest(LSP.run, (params: RunParams) => run(params));
  connection.onRequest(LSP.gates, async ({ project: uri, ...given }: GatesParams): Promise<GatesAnswer> => {
    if (!isTrusted()) return { results: [], failure: NOT_TRUSTED };
    const project = workspace.byUri(uri);
    return project?.gates(given) ?? { results: [], failure: `There is no project file at ${uri} any more.` };
  });
  connection.onNotification(LSP.cancelRun, ({ runId }: CancelRunParams) => {
    cancelTrial({ runId });
    for (const project of workspace.projects()) project.cancel(runId);
  });
  connection.onRequest(LSP.stopServers, async ({ sides, project }: StopServersParams) => {
    const meant = workspace.projects().filter(({ uri }) => project === undefined || uri === project);
    await Promise.all(meant.map((each) => each.stopServers(sides)));
  });
  connection.onRequest(LSP.results, async ({ project, endpoint }: ResultsParams): Promise<ResultsAnswer> => {
    const found = await workspace.byUri(project)?.results(endpoint);
    const { results, notReached } = found ?? { results: [], notReached: [] };
    return { results, notReached, causes: clustersOf(results).map((cluster) => clusterRecord(cluster)) };
  });
  connection.onRequest(LSP.report, async ({ project }: ReportParams): Promise<ReportAnswer | null> => {
    const open = workspace.byUri(project);
    const report = await open?.report();
    if (open === undefined || report === undefined) return null;
    const text = await runHtml(report, await workspace.host.pageAssets());
    await workspace.host.filesBelow(open.folder).write(REPORT_FILE, text);
    return { uri: uriOfPath(joinPath(open.folder, REPORT_FILE)), text };
  });
  connection.onRequest(LSP.cases, async ({ project, endpoints }: CasesParams): Promise<CasesAnswer> => {
    const open = workspace.byUri(project);
    await open?.refresh();
    const viewsOf = (endpoint: EndpointKey): readonly CaseView[] =>
      (open?.snapshot.cases.get(endpoint) ?? []).map(({ id, name, place }) => ({ id, name, place }));
    return Object.fromEntries(endpoints.map((endpoint) => [endpoint, viewsOf(endpoint)]));
  });
  connection.onExecuteCommand(async ({ command, arguments: [argument] = [] }, token) => {
    if (!isLensArguments(argument)) return undefined;
    if (command === SERVER_COMMANDS.createStub) {
      if (isTrusted()) return createStub(connection, workspace, argument);
      return connection.window.showWarningMessage(NOT_TRUSTED_TO_WRITE);
    }
    if (command !== SERVER_COMMANDS.run) return undefined;
    const runId = crypto.randomUUID();
    token.onCancellationRequested(() => workspace.byUri(argument.project)?.cancel(runId));
    const { project, endpoint } = argument;
    return run({ project, runId, selection: { kind: "endpoints", endpoints: [endpoint] } });
  });
}

/** An event as it goes to the client: bodies stay here until `results` asks for them. */
export function withoutExchanges(event: RunEvent): RunEvent {
  return event.kind === "case-ended" ? { ...event, result: { ...event.result, exchanges: {} } } : event;
}

function refusal(reason: string): RunAnswer {
  return { verdicts: [], ended: endedWithout({ kind: "failed", reason }, []) };
}
