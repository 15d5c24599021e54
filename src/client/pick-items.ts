import type { EndpointKey } from "#core/model/endpoint.ts";
import type { LedgerRow, Status } from "#core/model/ledger.ts";
import type { Selection } from "#core/model/session.ts";
import type { ProjectView } from "#protocol/lsp.ts";
import { isRunnable, rowText } from "#protocol/verdict-text.ts";

import type { Target } from "./project-store.ts";
import { progressText } from "#protocol/progress-text.ts";
import { STATUS_ICONS } from "./tree/status-icons.ts";

/** What was picked to be run. */
export interface PickedRun {
  readonly project: ProjectView;
  readonly selection: Selection;
  readonly title: string;
}

/** A line of the quick pick, or a heading over the lines that follow it. */
export type PickItem =
  | { readonly kind: "heading"; readonly label: string }
  | { readonly kind: "run"; readonly label: string; readonly description: string; readonly run: PickedRun };

export interface PickOptions {
  /** The endpoint that the cursor is in. */
  readonly atCursor: Target | undefined;
  readonly nowMs: number;
}

/** What can be run, the likeliest first: the endpoint at the cursor, then project by project in the given order. */
export function pickItems(projects: readonly ProjectView[], { atCursor, nowMs }: PickOptions): readonly PickItem[] {
  const first =
    atCursor === undefined || !isRunnable(atCursor.row)
      ? []
      : [heading("At the cursor"), endpointItem(atCursor.project, atCursor.row, nowMs)];
  const isAlone = projects.length === 1;
  return [...first, ...projects.flatMap((project) => projectItems(project, isAlone, nowMs))];
}

/** The endpoints whose last verdict does not hold: they differ, could not be compared, or were changed since. */
export function unsettled(rows: readonly LedgerRow[]): readonly EndpointKey[] {
  return rows.filter(({ status }) => UNSETTLED.has(status)).map(({ key }) => key);
}

/** What a run of them is called. */
export const UNSETTLED_TITLE = "failed and stale endpoints";

const UNSETTLED: ReadonlySet<Status> = new Set(["differs", "failed", "stale"]);

function projectItems(project: ProjectView, isAlone: boolean, nowMs: number): readonly PickItem[] {
  const { ledger, name } = project;
  const of = isAlone ? "" : ` of ${name}`;
  const item = (label: string, description: string, selection: Selection, title: string): PickItem => {
    return { kind: "run", label, description, run: { project, selection, title } };
  };
  const open = unsettled(ledger.rows);
  const rows = ledger.rows.filter((row) => isRunnable(row));
  const isOpen = ({ status }: LedgerRow): boolean => UNSETTLED.has(status);
  return [
    heading(`Milestones${of}`),
    ...(open.length === 0
      ? []
      : [
          item(
            "$(run-errors) Failed and stale",
            open.length === 1 ? "1 endpoint" : `${open.length} endpoints`,
            { kind: "endpoints", endpoints: open },
            UNSETTLED_TITLE,
          ),
        ]),
    ...Object.entries(ledger.progressByMilestone).map(([milestone, progress]) =>
      item(
        `$(milestone) ${milestone}`,
        progressText(progress),
        { kind: "milestone", name: milestone },
        `milestone ${milestone}`,
      ),
    ),
    item("$(run-all) All endpoints", progressText(ledger.progress), { kind: "all" }, "all endpoints"),
    heading(`Endpoints${of}`),
    ...[...rows.filter((row) => isOpen(row)), ...rows.filter((row) => !isOpen(row))].map((row) =>
      endpointItem(project, row, nowMs),
    ),
  ];
}

function endpointItem(project: ProjectView, row: LedgerRow, nowMs: number): PickItem {
  const title = `${row.method} ${row.path}`;
  const selection = { kind: "endpoints", endpoints: [row.key] } as const;
  const label = `$(${STATUS_ICONS[row.status].codicon}) ${title}`;
  return { kind: "run", label, description: rowText(row, nowMs), run: { project, selection, title } };
}

function heading(label: string): PickItem {
  return { kind: "heading", label };
}
