import type { EndpointKey } from "#core/model/endpoint.ts";
import { type LedgerRow, type Progress, STATUSES } from "#core/model/ledger.ts";
import type { ProjectView } from "#protocol/lsp.ts";
import { isRunnable, rowText, statusText } from "#protocol/verdict-text.ts";

import { endpointId } from "../endpoint-id.ts";
import { percentText, progressOf, progressText } from "./progress.ts";
import { RUNNING_ICON, STATUS_ICONS, type StatusIcon } from "./status-icons.ts";

export const GROUPINGS = ["milestone", "status", "tag", "file"] as const;

export type Grouping = (typeof GROUPINGS)[number];

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

export type TreeNode = GroupNode | EndpointNode | BrokenNode;

export interface TreeOptions {
  readonly grouping: Grouping;
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
  return [
    ...broken,
    ...groups(project, options.grouping).map(({ name, title, rows, progress }): GroupNode => {
      const id = `${project.uri}|${options.grouping}|${name}`;
      return {
        kind: "group",
        id,
        project: project.uri,
        label: title,
        description: progressText(progress),
        spoken: `${title}, ${spokenProgress(progress)}`,
        icon: groupIcon(options.grouping, rows),
        context: "group",
        children: rows.map((row) => endpointNode(id, project, row, options)),
        endpoints: runnable(rows),
      };
    }),
  ];
}

function endpointNode(groupId: string, project: ProjectView, row: LedgerRow, options: TreeOptions): EndpointNode {
  const isRunning = options.running.has(endpointId(project.uri, row.key));
  const description = isRunning ? "running…" : rowText(row, options.nowMs);
  const abilities = [
    isRunnable(row) ? "runnable" : "",
    row.status === "differs" || row.status === "failed" ? "different" : "",
    row.python.length > 0 ? "python" : "",
    row.rust.length > 0 ? "rust" : "",
    row.operation === undefined ? "" : "contract",
  ];
  return {
    kind: "endpoint",
    id: `${groupId}|${row.key}`,
    project: project.uri,
    label: `${row.method} ${row.path}`,
    description,
    spoken: `${row.method} ${row.path}, ${isRunning ? "running" : `${statusText(row.status)}, ${description}`}`,
    icon: isRunning ? RUNNING_ICON : STATUS_ICONS[row.status],
    context: ["endpoint", ...abilities.filter((ability) => ability !== "")].join(" "),
    children: [],
    row,
  };
}

function brokenNode(project: ProjectView): BrokenNode {
  const label = "portolan.yaml cannot be used";
  return {
    kind: "broken",
    id: `${project.uri}|broken`,
    project: project.uri,
    label,
    description: "see Problems",
    spoken: `${label}, see the Problems view`,
    icon: { codicon: "error", color: "list.errorForeground" },
    context: "broken",
    children: [],
  };
}

interface Group {
  readonly name: string;
  readonly title: string;
  readonly rows: readonly LedgerRow[];
  readonly progress: Progress;
}

function groups({ ledger }: ProjectView, grouping: Grouping): readonly Group[] {
  const rowsByName = new Map<string, LedgerRow[]>();
  for (const name of firstNames(ledger.progressByMilestone, grouping)) rowsByName.set(name, []);
  for (const row of ledger.rows) {
    for (const name of groupNames(row, grouping)) {
      const rows = rowsByName.get(name);
      if (rows === undefined) rowsByName.set(name, [row]);
      else rows.push(row);
    }
  }
  const unnamed = rowsByName.get("");
  rowsByName.delete("");
  const isSorted = grouping === "tag" || grouping === "file";
  const named = isSorted ? [...rowsByName].toSorted(([a], [b]) => (a < b ? -1 : 1)) : [...rowsByName];
  return [...named, ...(unnamed === undefined ? [] : ([["", unnamed]] as const))]
    .filter(([, rows]) => rows.length > 0)
    .map(([name, rows]) => ({
      name,
      title: groupTitle(name, grouping),
      rows,
      progress: (grouping === "milestone" ? ledger.progressByMilestone[name] : undefined) ?? progressOf(rows),
    }));
}

/** The names whose order is given and not taken from the rows. */
function firstNames(milestones: Readonly<Record<string, Progress>>, grouping: Grouping): readonly string[] {
  switch (grouping) {
    case "milestone":
      return Object.keys(milestones);
    case "status":
      return STATUSES;
    case "tag":
    case "file":
      return [];
  }
}

/** The groups that a row stands in; `""` is the one without a name. */
function groupNames(row: LedgerRow, grouping: Grouping): readonly string[] {
  switch (grouping) {
    case "milestone":
      return row.milestones.length > 0 ? row.milestones : [""];
    case "status":
      return [row.status];
    case "tag": {
      const tags = row.operation?.tags ?? row.python[0]?.tags ?? [];
      return tags.length > 0 ? [...new Set(tags)] : [""];
    }
    case "file": {
      const route = row.python[0] ?? row.rust[0];
      return [route?.handler?.place.file ?? route?.place.file ?? row.operation?.place.file ?? ""];
    }
  }
}

const UNNAMED: Readonly<Record<Grouping, string>> = {
  milestone: "No milestone",
  status: "",
  tag: "No tag",
  file: "No file",
};

function groupTitle(name: string, grouping: Grouping): string {
  if (name === "") return UNNAMED[grouping];
  const status = grouping === "status" ? STATUSES.find((known) => known === name) : undefined;
  if (status === undefined) return name;
  const text = statusText(status);
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function groupIcon(grouping: Grouping, rows: readonly LedgerRow[]): StatusIcon {
  switch (grouping) {
    case "milestone":
      return { codicon: "milestone" };
    case "status":
      return rows[0] === undefined ? { codicon: "circle-outline" } : STATUS_ICONS[rows[0].status];
    case "tag":
      return { codicon: "tag" };
    case "file":
      return { codicon: "file-code" };
  }
}

function runnable(rows: readonly LedgerRow[]): readonly EndpointKey[] {
  return rows.filter((row) => isRunnable(row)).map(({ key }) => key);
}

function spokenProgress(progress: Progress): string {
  return `${progress.verified} of ${progress.total} verified, ${percentText(progress)}`;
}

/** The tree as text, one node a line: for tests. */
export function treeText(nodes: readonly TreeNode[], indent = ""): string {
  return nodes
    .map((node) => {
      const line = `${indent}${node.label} — ${node.description} [${node.icon.codicon}]`;
      return node.children.length === 0 ? line : `${line}\n${treeText(node.children, `${indent}  `)}`;
    })
    .join("\n");
}
