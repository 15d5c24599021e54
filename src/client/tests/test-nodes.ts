import type { EndpointKey } from "#core/model/endpoint.ts";
import type { LedgerRow } from "#core/model/ledger.ts";
import type { Place } from "#core/model/place.ts";
import type { CaseView, ProjectView } from "#protocol/lsp.ts";
import { handlerPlace } from "#protocol/handler-place.ts";
import { isRunnable } from "#protocol/verdict-text.ts";

import { groupRows } from "../tree/group-rows.ts";

/** An item of the Test Explorer: a project (where there are several), a milestone, an endpoint, a case. */
export interface TestNode {
  readonly id: string;
  readonly label: string;
  /** Among its siblings, so that the order is the ledger's. */
  readonly sortText: string;
  readonly project: ProjectView;
  /** Relative to the project's folder. */
  readonly place?: Place;
  /** Absent for what holds several endpoints. */
  readonly endpoint?: EndpointKey;
  /** Absent for all but cases. */
  readonly caseId?: string;
  /** It has cases that are asked for when they are looked at. */
  readonly hasCases: boolean;
  readonly children: readonly TestNode[];
}

/** The cases of an endpoint as far as they were asked for. */
export type KnownCases = (project: string, endpoint: EndpointKey) => readonly CaseView[] | undefined;

/** All that can be run: milestone → endpoint → case, below its project where there are several. What has no case is not a test. */
export function testNodes(projects: readonly ProjectView[], casesOf: KnownCases): readonly TestNode[] {
  const groups = projects.map((project) => groupNodes(project, casesOf));
  if (projects.length === 1) return groups[0] ?? [];
  return projects.map((project, index) => ({
    id: project.uri,
    label: project.name,
    sortText: sortTextOf(index),
    project,
    hasCases: false,
    children: groups[index] ?? [],
  }));
}

function groupNodes(project: ProjectView, casesOf: KnownCases): readonly TestNode[] {
  return groupRows(project.ledger, "milestone").flatMap(({ name, title, rows }, index) => {
    const id = `${project.uri}|${name}`;
    const children = rows
      .filter((row) => isRunnable(row) && row.status !== "no-cases")
      .map((row, at) => endpointNode(id, at, { project, row, casesOf }));
    return children.length === 0
      ? []
      : [{ id, label: title, sortText: sortTextOf(index), project, hasCases: false, children }];
  });
}

function endpointNode(
  group: string,
  index: number,
  { project, row, casesOf }: { readonly project: ProjectView; readonly row: LedgerRow; readonly casesOf: KnownCases },
): TestNode {
  const id = `${group}|${row.key}`;
  const place = handlerPlace(row, "rust") ?? handlerPlace(row, "python");
  return {
    id,
    label: `${row.method} ${row.path}`,
    sortText: sortTextOf(index),
    project,
    ...(place !== undefined && { place }),
    endpoint: row.key,
    hasCases: true,
    children: (casesOf(project.uri, row.key) ?? []).map((each, at) => ({
      id: `${id}|${each.id}`,
      label: each.name,
      sortText: sortTextOf(at),
      project,
      place: each.place,
      endpoint: row.key,
      caseId: each.id,
      hasCases: false,
      children: [],
    })),
  };
}

function sortTextOf(index: number): string {
  return String(index).padStart(6, "0");
}
