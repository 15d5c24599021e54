import { type Ledger, type LedgerRow, type Progress, STATUSES } from "#core/model/ledger.ts";
import { statusText } from "#protocol/verdict-text.ts";

import { progressOf } from "./progress.ts";
import { STATUS_ICONS, type StatusIcon } from "./status-icons.ts";

export const GROUPINGS = ["milestone", "status", "tag", "file"] as const;

export type Grouping = (typeof GROUPINGS)[number];

/** Endpoints that stand together; `name` is `""` for those that have none. */
export interface Group {
  readonly name: string;
  readonly title: string;
  readonly icon: StatusIcon;
  readonly rows: readonly LedgerRow[];
  readonly progress: Progress;
}

/** A ledger's rows in groups, in the order in which they are shown; a row may stand in several. */
export function groupRows(ledger: Ledger, grouping: Grouping): readonly Group[] {
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
      icon: groupIcon(grouping, rows),
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
