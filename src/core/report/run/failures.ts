import type { EndpointKey } from "#core/model/endpoint.ts";
import type { Crash } from "#core/model/run/crash.ts";
import type { RunReport } from "./run-report.ts";

/** Cases that could not be compared for one and the same reason. */
export interface Failure {
  readonly reason: string;
  /** None where an endpoint failed before its first case. */
  readonly cases: number;
  readonly endpoints: readonly EndpointKey[];
  /** What a side printed as it crashed, where that is the reason. */
  readonly crashes: readonly Crash[];
}

/** What could not be compared, by reason, in the order of the run. */
export function failuresOf({ verdicts, results }: RunReport): readonly Failure[] {
  const failuresByReason = new Map<string, { cases: number; endpoints: Set<EndpointKey>; crashes: readonly Crash[] }>();
  const add = (reason: string, endpoint: EndpointKey, cases: number, crashes: readonly Crash[] = []): void => {
    const known = failuresByReason.get(reason);
    if (known === undefined) failuresByReason.set(reason, { cases, endpoints: new Set([endpoint]), crashes });
    else {
      known.cases += cases;
      known.endpoints.add(endpoint);
    }
  };
  const failed = results.filter(({ verdict }) => verdict === "failed");
  const withCases = new Set(failed.map((result) => result.case.endpoint));
  for (const result of failed) add(result.reason ?? NO_REASON, result.case.endpoint, 1, result.crashes);
  for (const { endpoint, verdict, reason } of verdicts)
    if (verdict === "failed" && !withCases.has(endpoint)) add(reason ?? NO_REASON, endpoint, 0);
  return [...failuresByReason].map(([reason, { endpoints, ...rest }]) => {
    return { reason, ...rest, endpoints: [...endpoints] };
  });
}

const NO_REASON = "It could not be compared.";
