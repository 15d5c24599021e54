import type { Difference, Severity } from "#core/model/run/difference.ts";
import type { EndpointKey } from "#core/model/endpoint.ts";
import type { CaseResult } from "#core/model/run/verdict.ts";
import { differenceShape } from "./pointer-shape.ts";

/** One difference of a case. */
export interface FoundDifference {
  readonly result: CaseResult;
  /** In the case's list. */
  readonly index: number;
  readonly difference: Difference;
}

/** Differences that have one cause as far as can be seen. */
export interface Cluster {
  /** All in the order of the run; the first is the example. */
  readonly differences: readonly [FoundDifference, ...FoundDifference[]];
  /** Shapes of the places, each once, in the order in which they came; none for the status. */
  readonly paths: readonly string[];
  readonly endpoints: readonly EndpointKey[];
  /** How many cases have at least one of the differences. */
  readonly cases: number;
}

const SEVERITY_ORDER: readonly Severity[] = ["breaking", "changed", "additive", "cosmetic"];

/**
 * The differences of a run by cause. Those of a class with the same hint belong together wherever they are; without
 * a hint, those of a class at places of the same shape in endpoints of the same family. The worst come first, among
 * equals the most frequent, then as they came.
 */
export function clustersOf(results: readonly CaseResult[]): readonly Cluster[] {
  const differencesByCause = new Map<string, [FoundDifference, ...FoundDifference[]]>();
  for (const result of results) {
    for (const [index, difference] of result.differences.entries()) {
      const cause = causeOf(difference, result.case.endpoint);
      const found = { result, index, difference };
      const known = differencesByCause.get(cause);
      if (known === undefined) differencesByCause.set(cause, [found]);
      else known.push(found);
    }
  }
  return [...differencesByCause.values()].map((differences) => clusterOf(differences)).toSorted(worstFirst);
}

/** Whether a cluster fails its cases; cosmetic ones are reported only. */
export function isFailing({ differences: [example] }: Cluster): boolean {
  return example.difference.severity !== "cosmetic";
}

/** The places of a cluster in one endpoint, where a report tells endpoint by endpoint. */
export function clusterIn({ differences }: Cluster, endpoint: EndpointKey): Cluster | undefined {
  const [first, ...rest] = differences.filter(({ result }) => result.case.endpoint === endpoint);
  return first === undefined ? undefined : clusterOf([first, ...rest]);
}

function causeOf(difference: Difference, endpoint: EndpointKey): string {
  const { class: sort, severity, part, hint, isCoarse = false } = difference;
  // That a statement is missing is another fault for each table.
  const isOnePlace = hint === undefined || part === "effect";
  const where = isOnePlace ? [part, familyOf(endpoint), differenceShape(difference)] : [hint.code];
  return JSON.stringify([sort, severity, isCoarse, ...where]);
}

/** Endpoints that read and write the same thing: `GET /api/nodes/{}/tags` → `/api/nodes` */
function familyOf(endpoint: EndpointKey): string {
  const path = endpoint.slice(endpoint.indexOf(" ") + 1);
  return path.replace(/\/?[^/]*\{.*$/, "");
}

function clusterOf(differences: [FoundDifference, ...FoundDifference[]]): Cluster {
  const shapes = differences.map(({ difference }) => differenceShape(difference));
  return {
    differences,
    paths: [...new Set(shapes)].filter((shape) => shape !== ""),
    endpoints: [...new Set(differences.map(({ result }) => result.case.endpoint))],
    cases: new Set(differences.map(({ result }) => result)).size,
  };
}

function worstFirst(first: Cluster, second: Cluster): number {
  return rankOf(first) - rankOf(second) || second.differences.length - first.differences.length;
}

function rankOf({ differences: [example] }: Cluster): number {
  return SEVERITY_ORDER.indexOf(example.difference.severity);
}
