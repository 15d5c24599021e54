import type { EndpointKey } from "#core/model/endpoint.ts";
import type { LedgerRow, Progress } from "#core/model/ledger.ts";
import type { ProjectView } from "#protocol/lsp.ts";
import { canBeStubbed, isRunnable, shortRowText, statusText, verdictText } from "#protocol/verdict-text.ts";

import { endpointId } from "../endpoint-id.ts";
import { percentText, progressText } from "#protocol/progress-text.ts";
import { RUNNING_ICON, STATUS_ICONS, type StatusIcon } from "./status-icons.ts";
import type { Filter } from "./filters.ts";
import { fitLabels } from "./fit-labels.ts";
import { type Group, type Grouping, groupRows } from "./group-rows.ts";
import { gateLook } from "../gates/gate-look.ts";

interface NodeBase {
  /** Stays the same as long as the node means the same. */
  readonly id: string;
  readonly project: string;
  readonly label: string;
  readonly description: string;
  /** What a screen reader says. */
  readonly spoken: string;
  readonly icon: StatusIcon;
  /** For `when` clauses of menus. */
  readonly context: string;
  readonly children: readonly TreeNode[];
}

interface GroupNode extends NodeBase {
  readonly kind: "project" | "group";
  /** What can be run of it. */
  readonly endpoints: readonly EndpointKey[];
}

interface EndpointNode extends NodeBase {
  readonly kind: "endpoint";
  readonly row: LedgerRow;
}

/** Says that the project file cannot be used. */
interface BrokenNode extends NodeBase {
  readonly kind: "broken";
}

/** All gates of a project, or one. */
interface GateNode extends NodeBase {
  readonly kind: "gates" | "gate";
  /** What is run of it; all where none is named. */
  readonly names: readonly string[];
}

export type TreeNode = GroupNode | EndpointNode | BrokenNode | GateNode;

export interface TreeOptions {
  readonly grouping: Grouping;
  /** Only endpoints of this status; all without it. */
  readonly filter?: Filter;
  readonly nowMs: number;
  /** Ids (`endpointId`) of the endpoints that a run works on. */
  readonly running: ReadonlySet<string>;
}

/** The tree of all projects; a single project is not shown as a level of its own. */
export function treeModel(projects: readonly ProjectView[], options: TreeOptions): readonly TreeNode[] {
  const only = projects.length === 1 ? projects[0] : undefined;
  return only === undefined ? projects.map((project) => projectNode(project, options)) : groupNodes(only, options);
}

function projectNode(project: ProjectView, options: TreeOptions): GroupNode {
  const description = progressText(project.ledger.progress);
  return {
    kind: "project",
    id: project.uri,
    project: project.uri,
    label: project.name,
    description,
    spoken: `Project ${project.name}, ${spokenProgress(project.ledger.progress)}`,
    icon: { codicon: "compass" },
    context: "group",
    children: groupNodes(project, options),
    endpoints: runnable(project.ledger.rows),
  };
}

function groupNodes(project: ProjectView, options: TreeOptions): readonly TreeNode[] {
  // The ledger is that of the last project file that could be used, so that the tree stays while it is being edited.
  const broken = project.isBroken ? [brokenNode(project)] : [];
  const groups = filtered(groupRows(project.ledger, options.grouping), options.filter);
  const titles = fitLabels(
    groups.map((group) => ({
      before: "",
      path: group.title,
      description: groupText(group, options.grouping, progressText),
    })),
  );
  return [
    ...broken,
    ...groups.map((group, at): GroupNode => {
      const { name, title, icon, rows } = group;
      const id = `${project.uri}|${options.grouping}|${name}`;
      return {
        kind: "group",
        id,
        project: project.uri,
        label: titles[at] ?? title,
        description: groupText(group, options.grouping, progressText),
        spoken: `${title}, ${groupText(group, options.grouping, spokenProgress)}`,
        icon,
        context: "group",
        children: endpointNodes(id, project, rows, options),
        endpoints: runnable(rows),
      };
    }),
    // Who narrows the view to endpoints of a kind looks for these.
    ...((options.filter ?? "all") === "all" ? gateNodes(project, options.nowMs) : []),
  ];
}

/** How many there are of a status; how far the port is of everything else, in the words of `toText`. */
function groupText({ rows, progress }: Group, grouping: Grouping, toText: (progress: Progress) => string): string {
  return grouping === "status" ? `${rows.length}` : toText(progress);
}

/** Groups with what is left of them; one in which nothing is left is not shown. */
function filtered(groups: readonly Group[], filter: Filter = "all"): readonly Group[] {
  if (filter === "all") return groups;
  return groups
    .map((group) => ({ ...group, rows: group.rows.filter(({ status }) => status === filter) }))
    .filter(({ rows }) => rows.length > 0);
}

function endpointNodes(
  groupId: string,
  project: ProjectView,
  rows: readonly LedgerRow[],
  options: TreeOptions,
): readonly EndpointNode[] {
  const labels = fitLabels(
    rows.map((row) => ({ before: `${row.method} `, path: row.path, description: shortRowText(row) })),
  );
  return rows.map((row, at) => endpointNode(groupId, project, { row, label: labels[at] ?? row.path }, options));
}

function endpointNode(
  groupId: string,
  project: ProjectView,
  { row, label }: { readonly row: LedgerRow; readonly label: string },
  options: TreeOptions,
): EndpointNode {
  const isRunning = options.running.has(endpointId(project.uri, row.key));
  const description = isRunning ? "running…" : shortRowText(row);
  const abilities = [
    isRunnable(row) ? "runnable" : "",
    row.status === "differs" || row.status === "failed" ? "different" : "",
    row.python.length > 0 ? "python" : "",
    row.rust.length > 0 ? "rust" : "",
    canBeStubbed(row) ? "unported" : "",
    row.operation === undefined ? "" : "contract",
  ];
  return {
    kind: "endpoint",
    id: `${groupId}|${row.key}`,
    project: project.uri,
    label,
    description,
    spoken: `${row.method} ${row.path}, ${isRunning ? "running" : spokenStatus(row)}`,
    icon: isRunning ? RUNNING_ICON : STATUS_ICONS[row.status],
    context: ["endpoint", ...abilities.filter((ability) => ability !== "")].join(" "),
    children: [],
    row,
  };
}

/** The status, and how many cases matched where it comes from a verdict; each is said once. */
function spokenStatus({ status, verdict }: LedgerRow): string {
  const text = statusText(status);
  if (verdict === undefined || !["verified", "differs", "failed"].includes(status)) return text;
  const outcome = verdictText(verdict);
  return outcome.endsWith(text) ? outcome : `${text}, ${outcome}`;
}

/** None where the project file has nothing for any gate. */
function gateNodes(project: ProjectView, nowMs: number): readonly GateNode[] {
  const { gates } = project;
  if (gates.every(({ whyNot, last }) => whyNot !== undefined && last === undefined)) return [];
  const id = `${project.uri}|gates`;
  const set = gates.filter(({ whyNot }) => whyNot === undefined);
  const passed = set.filter(({ last }) => last?.result.outcome.kind === "passed").length;
  const description = `${passed} of ${set.length} passed`;
  return [
    {
      kind: "gates",
      id,
      project: project.uri,
      label: "Gates",
      description,
      spoken: `Gates, ${description}`,
      icon: { codicon: "checklist" },
      context: "gates",
      names: [],
      children: gates.map((gate): GateNode => {
        const { text, icon } = gateLook(gate, project.runningGates.includes(gate.name), nowMs);
        return {
          kind: "gate",
          id: `${id}|${gate.name}`,
          project: project.uri,
          label: gate.name,
          description: text,
          spoken: `Gate ${gate.name}, ${text}`,
          icon,
          context: gate.whyNot === undefined ? "gate" : "notset",
          names: [gate.name],
          children: [],
        };
      }),
    },
  ];
}

function brokenNode(project: ProjectView): BrokenNode {
  const label = "portolan.yaml cannot be used";
  return {
    kind: "broken",
    id: `${project.uri}|broken`,
    project: project.uri,
    label,
    description: "",
    spoken: `${label}, see the Problems view`,
    icon: { codicon: "error", color: "list.errorForeground" },
    context: "broken",
    children: [],
  };
}

function runnable(rows: readonly LedgerRow[]): readonly EndpointKey[] {
  return rows.filter((row) => isRunnable(row)).map(({ key }) => key);
}

function spokenProgress(progress: Progress): string {
  return `${progress.verified} of ${progress.total} verified, ${percentText(progress)}`;
}

/** The tree as text, one node a line, with whole paths: for tests. */
export function treeText(nodes: readonly TreeNode[], indent = ""): string {
  return nodes
    .map((node) => {
      const label = node.kind === "endpoint" ? `${node.row.method} ${node.row.path}` : node.label;
      const line = `${indent}${label} — ${node.description} [${node.icon.codicon}]`;
      return node.children.length === 0 ? line : `${line}\n${treeText(node.children, `${indent}  `)}`;
    })
    .join("\n");
}
