import * as vscode from "vscode";

import type { GateEvent } from "#core/model/gates/gate.ts";
import type { GatesAnswer, ProjectView } from "#protocol/lsp.ts";

import type { ServerConnection } from "../server-connection.ts";
import { gateLook } from "./gate-look.ts";
import { gatesSummary } from "./gates-summary.ts";

/** How long a summary stays in the status bar. */
const NOTE_MS = 8_000;

/** What running gates needs. */
export interface GateParts {
  readonly connection: ServerConnection;
  readonly log: vscode.LogOutputChannel;
}

/** A quick pick over the gates of a project; the names of those that were picked, none for all, undefined where nothing was. */
export async function pickGates({ gates, name, runningGates }: ProjectView): Promise<readonly string[] | undefined> {
  const set = gates.filter(({ whyNot }) => whyNot === undefined);
  if (set.length === 0) {
    void vscode.window.showInformationMessage(
      `The project file of ${name} has nothing for a gate yet: see “May we switch?” in the guide.`,
    );
    return undefined;
  }
  type Item = vscode.QuickPickItem & { readonly names: readonly string[] };
  const items: readonly Item[] = [
    { label: "All Gates", description: `${set.length} of ${gates.length} are set up`, names: [] },
    ...gates.map((gate) => ({
      label: gate.name,
      description: gateLook(gate, runningGates.includes(gate.name), Date.now()).text,
      detail: gate.whyNot ?? gate.question,
      names: [gate.name],
    })),
  ];
  const picked = await vscode.window.showQuickPick(items, { title: "Run Gate", placeHolder: "A gate, or all of them" });
  return picked?.names;
}

/** Runs gates with a progress that can be cancelled; findings are diagnostics where they stand, and all is in the output. */
export async function runGates(
  { connection, log }: GateParts,
  project: ProjectView,
  names: readonly string[],
): Promise<void> {
  const title = names.length === 0 ? "Gates" : names.length === 1 ? `Gate ${names[0]}` : `Gates ${names.join(", ")}`;
  const runId = crypto.randomUUID();
  const options = { location: vscode.ProgressLocation.Notification, title: `Portolan: ${title}`, cancellable: true };
  const answer = await vscode.window.withProgress(options, async (progress, token): Promise<GatesAnswer> => {
    const take = (event: GateEvent): void => {
      if (event.kind !== "gate-step") return;
      progress.report({ message: `${event.name}: ${event.text.split("\n")[0]}` });
      log.info(`[${event.name}] ${event.text}`);
    };
    const subscriptions = [
      connection.onGateEvent((params) => {
        if (params.runId === runId) take(params.event);
      }),
      token.onCancellationRequested(() => void connection.cancelRun(runId)),
    ];
    try {
      return await connection.gates({ project: project.uri, runId, names });
    } finally {
      vscode.Disposable.from(...subscriptions).dispose();
    }
  });
  const { kind, text } = gatesSummary(answer);
  if (kind === "error") log.error(text);
  else log.info(text);
  switch (kind) {
    case "note":
      vscode.window.setStatusBarMessage(`$(compass) ${text}`, NOTE_MS);
      return;
    case "findings":
      // Nobody waits for the button: the run has ended.
      void offer(vscode.window.showWarningMessage(text, "Show Problems"), "workbench.actions.view.problems");
      return;
    case "error":
      void offer(vscode.window.showErrorMessage(text.split("\n")[0] ?? "", "Show Output"), "portolan.showOutput");
  }
}

async function offer(shown: Thenable<string | undefined>, command: string): Promise<void> {
  if ((await shown) !== undefined) await vscode.commands.executeCommand(command);
}
