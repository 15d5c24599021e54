import * as vscode from "vscode";

import type { ProjectView } from "#protocol/lsp.ts";

import { type PickedRun, pickItems } from "./pick-items.ts";
import type { Target } from "./project-store.ts";

type RunItem = vscode.QuickPickItem & { readonly run?: PickedRun };

/** A quick pick over milestones and endpoints of all projects; undefined where nothing was picked. */
export async function pickRun(
  projects: readonly ProjectView[],
  atCursor: Target | undefined,
): Promise<PickedRun | undefined> {
  const isAlone = projects.length === 1;
  const items = pickItems(projects, { atCursor, nowMs: Date.now() }).map((item): RunItem => {
    if (item.kind === "heading") return { label: item.label, kind: vscode.QuickPickItemKind.Separator };
    const { label, description, run } = item;
    return { label, description, run, ...(!isAlone && { detail: run.project.name }) };
  });
  const picked = await vscode.window.showQuickPick(items, {
    title: "Run Parity",
    placeHolder: "An endpoint, a milestone or everything",
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.run;
}
