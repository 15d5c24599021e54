import * as vscode from "vscode";

import type { EndpointKey, Side } from "#core/model/endpoint.ts";
import type { Place } from "#core/model/place.ts";
import { handlerPlace } from "#protocol/handler-place.ts";
import {
  isCaseArguments,
  isLensArguments,
  isMilestoneArguments,
  LENS_COMMANDS,
  type LensArguments,
  SERVER_COMMANDS,
} from "#protocol/lsp.ts";
import { canBeStubbed } from "#protocol/verdict-text.ts";

import { pickGates, runGates } from "./gates/run-gates.ts";
import type { KeptSecrets } from "./kept-secrets.ts";
import { bestPlace, isPlaceOf, openPlace } from "./navigation.ts";
import type { DiffPanel } from "./panel/diff-panel.ts";
import { type PickedRun, unsettled, UNSETTLED_TITLE } from "./pick-items.ts";
import { pickRun } from "./pick-run.ts";
import type { ProjectStore, Target } from "./project-store.ts";
import type { ReportTab } from "./report/report-tab.ts";
import type { Runs } from "./runs.ts";
import type { ServerConnection } from "./server-connection.ts";
import { serverCommands } from "./servers/server-commands.ts";
import type { ServerOutputs } from "./servers/server-outputs.ts";
import { setGrouping } from "./settings.ts";
import { setUp } from "./set-up/set-up.ts";
import { type EndpointTree, OPEN_COMMAND } from "./tree/endpoint-tree.ts";
import { FILTERS } from "./tree/filters.ts";
import { GROUPINGS } from "./tree/group-rows.ts";
import type { TreeNode } from "./tree/tree-model.ts";

export interface CommandParts {
  readonly connection: ServerConnection;
  readonly store: ProjectStore;
  readonly tree: EndpointTree;
  readonly runs: Runs;
  readonly panel: DiffPanel;
  readonly log: vscode.LogOutputChannel;
  readonly secrets: KeptSecrets;
  readonly outputs: ServerOutputs;
  readonly report: ReportTab;
}

/** Registers all commands. Each says what it cannot do, and none throws for it. */
export function registerCommands(parts: CommandParts): vscode.Disposable {
  const { connection, store, panel, log } = parts;
  const commands: Readonly<Record<string, (argument: unknown) => Promise<void> | void>> = {
    "portolan.runRoute": async () => {
      const target = await endpointAtCursor(parts);
      if (target !== undefined) await runEndpoint(parts, target);
    },
    "portolan.runPick": async () => {
      await connection.start();
      const uri = vscode.window.activeTextEditor?.document.uri;
      const picked = await pickRun(store.nearestFirst(uri), await findAtCursor(parts));
      if (picked !== undefined) await run(parts, picked);
    },
    "portolan.runUnsettled": async () => {
      await connection.start();
      const project = store.nearest(vscode.window.activeTextEditor?.document.uri);
      if (project === undefined) return;
      const endpoints = unsettled(project.ledger.rows);
      if (endpoints.length === 0) return tell(`No endpoint of ${project.name} differs, failed or is stale.`);
      await run(parts, { project, selection: { kind: "endpoints", endpoints }, title: UNSETTLED_TITLE });
    },
    "portolan.rerunLast": async () => {
      const last = parts.runs.last;
      const project = last && store.get(last.project.uri);
      if (last === undefined || project === undefined) return tell("Nothing was run in this window yet.");
      await run(parts, { ...last, project });
    },
    "portolan.openReport": async () => {
      await connection.start();
      const project = store.nearest(vscode.window.activeTextEditor?.document.uri);
      if (project === undefined) return;
      const report = await connection.report(project.uri);
      if (report === undefined) return tell(`Nothing was run in ${project.name} yet, so there is no report.`);
      parts.report.show(report);
    },
    "portolan.openReportInBrowser": () => parts.report.openInBrowser(),
    "portolan.showDifferences": async () => {
      const target = await endpointAtCursor(parts);
      if (target !== undefined) await panel.show(target.project.uri, target.row.key);
    },
    "portolan.goToCounterpart": async () => {
      const target = await endpointAtCursor(parts);
      if (target === undefined) return;
      const isRust = vscode.window.activeTextEditor?.document.languageId === "rust";
      const place =
        handlerPlace(target.row, isRust ? "python" : "rust") ?? handlerPlace(target.row, isRust ? "rust" : "python");
      await openIfThere(target, place, "has no handler");
    },
    ...serverCommands(parts),
    "portolan.showOutput": () => log.show(true),
    "portolan.forgetSecrets": async () => {
      await parts.secrets.forget();
      tell("The secrets that you gave for runs are forgotten.");
    },
    "portolan.runGate": async () => {
      await connection.start();
      const project = store.nearest(vscode.window.activeTextEditor?.document.uri);
      const names = project && (await pickGates(project));
      if (project !== undefined && names !== undefined) await runGates(parts, project, names);
    },
    "portolan.setUp": () => setUp(parts),
    "portolan.tree.run": async (id) => {
      const node = treeNode(parts, id);
      const project = node && store.get(node.project);
      if (node === undefined || project === undefined || node.kind === "broken") return;
      if ("names" in node) return runGates(parts, project, node.names);
      const endpoints: readonly EndpointKey[] = node.kind === "endpoint" ? [node.row.key] : node.endpoints;
      if (endpoints.length === 0)
        return tell(`Nothing in ${node.label} can be run: no endpoint has a handler on both sides.`);
      await run(parts, { project, selection: { kind: "endpoints", endpoints }, title: node.label });
    },
    "portolan.tree.showDifferences": async (id) => {
      const target = treeTarget(parts, id);
      if (target !== undefined) await panel.show(target.project.uri, target.row.key);
    },
    [OPEN_COMMAND]: async (id) => {
      const target = treeTarget(parts, id);
      const place = target && bestPlace(target.row);
      if (target !== undefined && place !== undefined) await openPlace(target.project, place);
    },
    "portolan.tree.createStub": async (id) => {
      const target = treeTarget(parts, id);
      if (target === undefined) return;
      if (!canBeStubbed(target.row))
        return tell(`${target.row.method} ${target.row.path} is not one that only Python has.`);
      const argument: LensArguments = { project: target.project.uri, endpoint: target.row.key };
      await vscode.commands.executeCommand(SERVER_COMMANDS.createStub, argument);
    },
    "portolan.tree.openPython": (id) => openSide(parts, id, "python"),
    "portolan.tree.openRust": (id) => openSide(parts, id, "rust"),
    "portolan.tree.openContract": async (id) => {
      const target = treeTarget(parts, id);
      if (target !== undefined) await openIfThere(target, target.row.operation?.place, "is not in the contract");
    },
    [LENS_COMMANDS.run]: async (argument) => {
      const target = lensTarget(parts, argument);
      if (target !== undefined) await runEndpoint(parts, target);
    },
    [LENS_COMMANDS.runMilestone]: async (argument) => {
      const project = isMilestoneArguments(argument) ? store.get(argument.project) : undefined;
      if (!isMilestoneArguments(argument) || project === undefined) return;
      const { milestone: name } = argument;
      await run(parts, { project, selection: { kind: "milestone", name }, title: `milestone ${name}` });
    },
    [LENS_COMMANDS.runCase]: async (argument) => {
      const target = isCaseArguments(argument) ? lensTarget(parts, argument) : undefined;
      if (target === undefined || !isCaseArguments(argument)) return;
      const { endpoint, caseId } = argument;
      const selection = { kind: "endpoints", endpoints: [endpoint], cases: { [endpoint]: [caseId] } } as const;
      await run(parts, {
        project: target.project,
        selection,
        title: `a case of ${target.row.method} ${target.row.path}`,
      });
    },
    [LENS_COMMANDS.showDifferences]: async (argument) => {
      const target = lensTarget(parts, argument);
      if (target !== undefined) await panel.show(target.project.uri, target.row.key);
    },
    [LENS_COMMANDS.goTo]: async (argument) => {
      if (!isLensArguments(argument) || argument.target === undefined) return;
      const { line, character } = argument.target;
      const uri = vscode.Uri.parse(argument.target.uri);
      // Anybody can call a command with anything.
      if (vscode.workspace.getWorkspaceFolder(uri) === undefined && !isPlaceOf(store.projects(), uri.toString()))
        return;
      const selection = new vscode.Range(line, character, line, character);
      await vscode.window.showTextDocument(uri, { selection });
    },
    ...Object.fromEntries(
      FILTERS.map((filter) => [`portolan.filter.${filter}`, () => parts.tree.setFilter(filter)] as const),
    ),
    ...Object.fromEntries(
      GROUPINGS.map((grouping) => [`portolan.groupBy.${grouping}`, () => setGrouping(grouping)] as const),
    ),
  };
  return vscode.Disposable.from(
    ...Object.entries(commands).map(([name, act]) => vscode.commands.registerCommand(name, act)),
  );
}

/** Runs one endpoint, from wherever it was named. */
export function runEndpoint(parts: Pick<CommandParts, "runs" | "panel">, { project, row }: Target): Promise<void> {
  const selection = { kind: "endpoints", endpoints: [row.key] } as const;
  return run(parts, { project, selection, title: `${row.method} ${row.path}` });
}

async function run(
  { runs, panel }: Pick<CommandParts, "runs" | "panel">,
  { project, selection, title }: PickedRun,
): Promise<void> {
  await runs.run(project, selection, title);
  await panel.reload();
}

async function endpointAtCursor(parts: CommandParts): Promise<Target | undefined> {
  const target = await findAtCursor(parts);
  if (target === undefined) tell("There is no endpoint at the cursor: put it into a Python or Rust handler.");
  return target;
}

async function findAtCursor({ connection, store }: CommandParts): Promise<Target | undefined> {
  const editor = vscode.window.activeTextEditor;
  const found = editor && (await connection.endpointAt(editor.document.uri, editor.selection.active));
  return found && store.find(found.project, found.endpoint);
}

async function openSide(parts: CommandParts, id: unknown, side: Side): Promise<void> {
  const target = treeTarget(parts, id);
  if (target === undefined) return;
  const lacks = `has no ${side === "rust" ? "Rust" : "Python"} handler`;
  await openIfThere(target, handlerPlace(target.row, side), lacks);
}

async function openIfThere({ project, row }: Target, place: Place | undefined, lacks: string): Promise<void> {
  if (place === undefined) tell(`${row.method} ${row.path} ${lacks}.`);
  else await openPlace(project, place);
}

/** The node that a menu of the tree is of; for the palette and keys, which name none, the selected one. */
function treeNode({ tree }: CommandParts, id: unknown): TreeNode | undefined {
  const node = typeof id === "string" ? tree.node(id) : tree.selected;
  if (node === undefined && typeof id !== "string") tell(SELECT_FIRST);
  return node;
}

function treeTarget(parts: CommandParts, id: unknown): Target | undefined {
  const node = treeNode(parts, id);
  if (node?.kind === "endpoint") return parts.store.find(node.project, node.row.key);
  if (node !== undefined) tell(SELECT_FIRST);
  return undefined;
}

const SELECT_FIRST = "Select an endpoint in the view “Endpoints” first.";

function lensTarget({ store }: CommandParts, argument: unknown): Target | undefined {
  return isLensArguments(argument) ? store.find(argument.project, argument.endpoint) : undefined;
}

/** Says something without waiting until it is read. */
function tell(text: string): void {
  void vscode.window.showInformationMessage(text);
}
