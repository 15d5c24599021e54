import type { EndpointKey } from "#core/model/endpoint.ts";
import type { Selection } from "#core/model/session.ts";
import type { ProjectView } from "#protocol/lsp.ts";

import type { TestNode } from "./test-nodes.ts";

/** A run of one project, as the Test Explorer asks for it. */
export interface ChosenRun {
  readonly project: ProjectView;
  readonly selection: Extract<Selection, { kind: "endpoints" }>;
}

/**
 * What is to be run, a run a project: of an endpoint that was chosen as a whole all cases, of another only those that
 * were chosen. `included` is undefined where all was asked for.
 */
export function chosenRuns(
  roots: readonly TestNode[],
  included: ReadonlySet<string> | undefined,
  excluded: ReadonlySet<string>,
): readonly ChosenRun[] {
  const runs = new Map<string, { project: ProjectView; whole: Set<EndpointKey>; cases: Map<EndpointKey, string[]> }>();
  const walk = (node: TestNode, isChosen: boolean): void => {
    if (excluded.has(node.id)) return;
    const isIn = isChosen || included?.has(node.id) === true;
    const { project, endpoint, caseId } = node;
    const isCut = node.children.some(({ id }) => excluded.has(id));
    if (isIn && endpoint !== undefined && !(caseId === undefined && isCut)) {
      const run = runs.get(project.uri) ?? { project, whole: new Set(), cases: new Map() };
      runs.set(project.uri, run);
      if (caseId === undefined) run.whole.add(endpoint);
      else run.cases.set(endpoint, [...new Set([...(run.cases.get(endpoint) ?? []), caseId])]);
      if (caseId === undefined) return;
    }
    for (const child of node.children) walk(child, isIn);
  };
  for (const root of roots) walk(root, included === undefined);
  return [...runs.values()].map(({ project, whole, cases }) => {
    const single = [...cases].filter(([endpoint]) => !whole.has(endpoint));
    const endpoints = [...whole, ...single.map(([endpoint]) => endpoint)];
    return {
      project,
      selection: {
        kind: "endpoints",
        endpoints,
        ...(single.length > 0 && { cases: Object.fromEntries(single) }),
      },
    };
  });
}
