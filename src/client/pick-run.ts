import * as vscode from "vscode";

import type { Selection } from "#core/model/session.ts";
import type { ProjectView } from "#protocol/lsp.ts";
import { isRunnable, rowText } from "#protocol/verdict-text.ts";

import { progressText } from "./tree/progress.ts";
import { STATUS_ICONS } from "./tree/status-icons.ts";

/** What was picked to be run. */
export interface PickedRun {
  readonly project: ProjectView;
  readonly selection: Selection;
  readonly title: string;
}

type RunItem = vscode.QuickPickItem & { readonly run?: PickedRun };

/** A quick pick over milestones and endpoints of all projects; undefined where nothing was picked. */
export async function pickRun(projects: readonly ProjectView[]): Promise<PickedRun | undefined> {
  const isAlone = projects.length === 1;
  const items = projects.flatMap((project) => projectItems(project, isAlone));
  const picked = await vscode.window.showQuickPick<RunItem>(items, {
    title: "Run Parity",
    placeHolder: "An endpoint, a milestone or everything",
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.run;
}

function projectItems(project: ProjectView, isAlone: boolean): readonly RunItem[] {
  const { ledger } = project;
  const detail = isAlone ? {} : { detail: project.name };
  const item = (label: string, description: string, selection: Selection, title: string): RunItem => {
    return { label, description, ...detail, run: { project, selection, title } };
  };
  const rows = ledger.rows.filter((row) => isRunnable(row));
  return [
    separator("Milestones"),
    ...Object.entries(ledger.progressByMilestone).map(([name, progress]) =>
      item(`$(milestone) ${name}`, progressText(progress), { kind: "milestone", name }, `milestone ${name}`),
    ),
    item("$(run-all) All endpoints", progressText(ledger.progress), { kind: "all" }, "all endpoints"),
    separator("Endpoints"),
    ...rows.map((row) => {
      const title = `${row.method} ${row.path}`;
      const label = `$(${STATUS_ICONS[row.status].codicon}) ${title}`;
      return item(label, rowText(row, Date.now()), { kind: "endpoints", endpoints: [row.key] }, title);
    }),
  ];
}

function separator(label: string): RunItem {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}
