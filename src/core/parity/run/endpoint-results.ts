import type { EndpointKey } from "#core/model/endpoint.ts";
import type { CaseResult, NotReached } from "#core/model/run/verdict.ts";

import type { ChosenScenario } from "./run-scenario.ts";

/** What a verdict needs to know of a case. The answers are not kept for it: a run may have tens of thousands. */
export interface JudgedCase extends Pick<CaseResult, "case" | "verdict" | "reason"> {
  /** What Python answered. */
  readonly status?: number;
}

/** What came of an endpoint's cases, plain ones and steps of scenarios. */
export interface EndpointResults {
  readonly results: readonly JudgedCase[];
  readonly notReached: readonly NotReached[];
}

/** Gathers results by endpoint until all that an endpoint has in a run has come. */
export class ResultsByEndpoint {
  readonly #byEndpoint = new Map<EndpointKey, { results: JudgedCase[]; notReached: NotReached[] }>();
  /** The scenarios that an endpoint still waits for. */
  readonly #waiting: Map<EndpointKey, Set<ChosenScenario>>;

  constructor(scenarios: readonly ChosenScenario[]) {
    this.#waiting = new Map();
    for (const scenario of scenarios) for (const endpoint of comparedIn(scenario)) this.#waitFor(endpoint, scenario);
  }

  add(result: CaseResult): void {
    this.of(result.case.endpoint).results.push(judged(result));
  }

  addNotReached(notReached: NotReached): void {
    this.of(notReached.case.endpoint).notReached.push(notReached);
  }

  of(endpoint: EndpointKey): { readonly results: JudgedCase[]; readonly notReached: NotReached[] } {
    const known = this.#byEndpoint.get(endpoint) ?? { results: [], notReached: [] };
    this.#byEndpoint.set(endpoint, known);
    return known;
  }

  isWaiting(endpoint: EndpointKey): boolean {
    return (this.#waiting.get(endpoint)?.size ?? 0) > 0;
  }

  /** The endpoints that waited for this scenario and for no other any more. */
  end(scenario: ChosenScenario): ReadonlySet<EndpointKey> {
    const ended = comparedIn(scenario);
    for (const endpoint of ended) this.#waiting.get(endpoint)?.delete(scenario);
    return new Set([...ended].filter((endpoint) => !this.isWaiting(endpoint)));
  }

  #waitFor(endpoint: EndpointKey, scenario: ChosenScenario): void {
    const waiting = this.#waiting.get(endpoint) ?? new Set();
    this.#waiting.set(endpoint, waiting.add(scenario));
  }
}

function judged({ case: given, verdict, reason, exchanges: { python } }: CaseResult): JudgedCase {
  return {
    case: given,
    verdict,
    ...(reason !== undefined && { reason }),
    ...(python?.outcome.kind === "answer" && { status: python.outcome.status }),
  };
}

/** The endpoints that have a compared step in a scenario. */
function comparedIn({ steps }: ChosenScenario): ReadonlySet<EndpointKey> {
  return new Set(steps.flatMap(({ kind, given }) => (kind === "compared" ? [given.endpoint] : [])));
}
