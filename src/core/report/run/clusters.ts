import type { Difference, Hint, Severity } from "#core/model/run/difference.ts";
import type { EndpointKey } from "#core/model/endpoint.ts";
import { followsStatus } from "#core/model/run/follows-status.ts";
import type { CauseKind } from "#core/model/run/run-record.ts";
import type { CaseResult } from "#core/model/run/verdict.ts";
import { causesOf } from "./causes.ts";
import { GENERATED_ID_HINT } from "./generated-ids.ts";
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
  readonly kind: CauseKind;
  /** The worst of its differences'. */
  readonly severity: Severity;
  readonly hint?: Hint;
  /** All in the order of the run; the first is the example. */
  readonly differences: readonly [FoundDifference, ...FoundDifference[]];
  /** Bodies, headers and effects that are others because the status is: no causes of their own. */
  readonly followers: readonly FoundDifference[];
  /** Shapes of the places, each once, in the order in which they came; none for the status. */
  readonly paths: readonly string[];
  readonly endpoints: readonly EndpointKey[];
  /** How many cases have at least one of the differences. */
  readonly cases: number;
}

const SEVERITY_ORDER: readonly Severity[] = ["breaking", "changed", "additive", "cosmetic"];

/** What is gathered of one cause. */
interface Gathered {
  readonly kind: CauseKind;
  readonly differences: [FoundDifference, ...FoundDifference[]];
  readonly followers: FoundDifference[];
}

/**
 * The differences of a run by cause. Where the status differs, the rest of the case comes with it. The worst come
 * first, among equals headers last, then the most frequent, then as they came.
 */
export function clustersOf(results: readonly CaseResult[]): readonly Cluster[] {
  const gatheredByCause = new Map<string, Gathered>();
  const causeOf = causesOf(results);
  for (const result of results) {
    const { endpoint } = result.case;
    const { differences } = result;
    const status = differences.find(({ part }) => part === "status");
    for (const [index, difference] of differences.entries()) {
      const found = { result, index, difference };
      const isFollower = status !== undefined && followsStatus(difference, differences);
      const { kind, key } = causeOf(isFollower ? status : difference, endpoint);
      const known = gatheredByCause.get(key);
      if (isFollower) known?.followers.push(found);
      else if (known === undefined) gatheredByCause.set(key, { kind, differences: [found], followers: [] });
      else known.differences.push(found);
    }
  }
  return [...gatheredByCause.values()].map((gathered) => clusterOf(gathered)).toSorted(worstFirst);
}

/** Whether a cluster fails its cases; cosmetic ones are reported only. */
export function isFailing({ severity }: Pick<Cluster, "severity">): boolean {
  return severity !== "cosmetic";
}

/** The places of a cluster in one endpoint, where a report tells endpoint by endpoint. */
export function clusterIn({ kind, differences, followers }: Cluster, endpoint: EndpointKey): Cluster | undefined {
  const own = (found: readonly FoundDifference[]): FoundDifference[] =>
    found.filter(({ result }) => result.case.endpoint === endpoint);
  const [first, ...rest] = own(differences);
  return first && clusterOf({ kind, differences: [first, ...rest], followers: own(followers) });
}

function clusterOf({ kind, differences, followers }: Gathered): Cluster {
  const [{ difference: example }] = differences;
  const shapes = differences.map(({ difference }) =>
    kind === "generated-id" ? mixedShape(difference) : differenceShape(difference),
  );
  const hint = kind === "generated-id" ? GENERATED_ID_HINT : example.hint;
  return {
    kind,
    severity: worstOf(differences),
    ...(hint !== undefined && { hint }),
    differences,
    followers,
    paths: [...new Set(shapes)].filter((shape) => shape !== ""),
    endpoints: [...new Set(differences.map(({ result }) => result.case.endpoint))],
    cases: new Set(differences.map(({ result }) => result)).size,
  };
}

/** An id is seen in bodies, headers and rows: each path says in which. */
function mixedShape(difference: Difference): string {
  const shape = differenceShape(difference);
  const { part } = difference;
  return part === "header" ? `header ${shape}` : part === "effect" ? `database ${shape}` : shape;
}

function worstOf(differences: readonly FoundDifference[]): Severity {
  const ranks = differences.map(({ difference }) => SEVERITY_ORDER.indexOf(difference.severity));
  return SEVERITY_ORDER[Math.min(...ranks)] ?? "changed";
}

function worstFirst(first: Cluster, second: Cluster): number {
  return rankOf(first) - rankOf(second) || second.differences.length - first.differences.length;
}

function rankOf({ severity, differences: [{ difference }] }: Cluster): number {
  return SEVERITY_ORDER.indexOf(severity) * 2 + (difference.part === "header" ? 1 : 0);
}
