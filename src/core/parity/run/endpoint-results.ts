import type { EndpointKey } from "#core/model/endpoint.ts";
import type { CaseResult, NotReached } from "#core/model/run/verdict.ts";

import type { ChosenScenario } from "./run-scenario.ts";

/** What came of an endpoint's cases, plain ones and steps of scenarios. Nothing is kept of a case: a run may have tens of thousands. */
export class EndpointResults {
  cases = 0;
  matched = 0;
  generated = 0;
  /** Why the first case that failed did. */
  failure: string | undefined;
  /** A case showed that the endpoint works. */
  isTold = false;
  /** What Python answered, in the order in which it was first answered. */
  readonly statuses = new Set<number>();
  /** Why the first case that was not reached was not. */
  whyNotReached: string | undefined;

  add({ case: given, verdict, reason, exchanges: { python } }: Omit<CaseResult, "differences">): void {
    this.cases += 1;
    if (verdict === "match") this.matched += 1;
    if (given.isGenerated) this.generated += 1;
    if (verdict === "failed") this.failure ??= reason ?? "Nothing was compared.";
    const status = python?.outcome.kind === "answer" ? python.outcome.status : undefined;
    if (status !== undefined) this.statuses.add(status);
    // Two servers that refuse everything match as well: only what was expected, or a success, tells something.
    this.isTold ||= given.expect !== undefined || (status !== undefined && status < 400);
  }

  addNotReached({ reason }: NotReached): void {
    this.whyNotReached ??= reason;
  }
}

/** Gathers results by endpoint until all that an endpoint has in a run has come. */
export class ResultsByEndpoint {
  readonly #byEndpoint = new Map<EndpointKey, EndpointResults>();
  /** The scenarios that an endpoint still waits for. */
  readonly #waiting: Map<EndpointKey, Set<ChosenScenario>>;

  constructor(scenarios: readonly ChosenScenario[]) {
    this.#waiting = new Map();
    for (const scenario of scenarios) for (const endpoint of comparedIn(scenario)) this.#waitFor(endpoint, scenario);
  }

  add(result: CaseResult): void {
    this.of(result.case.endpoint).add(result);
  }

  addNotReached(notReached: NotReached): void {
    this.of(notReached.case.endpoint).addNotReached(notReached);
  }

  of(endpoint: EndpointKey): EndpointResults {
    const known = this.#byEndpoint.get(endpoint) ?? new EndpointResults();
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

/** The endpoints that have a compared step in a scenario. */
function comparedIn({ steps }: ChosenScenario): ReadonlySet<EndpointKey> {
  return new Set(steps.flatMap(({ kind, given }) => (kind === "compared" ? [given.endpoint] : [])));
}
