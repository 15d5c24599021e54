import type { EndpointVerdict } from "#core/model/run/verdict.ts";

import type { EndpointResults } from "./endpoint-results.ts";

/**
 * The verdict on an endpoint from its cases: `failed` before `differs` before `match`, for which one of them has to show
 * that the endpoint works. Where no step of it was reached it is `failed`. Reasons stand beside the endpoint's name, which the
 * caller knows with the names of its parameters.
 */
export function endpointVerdict({
  results,
  ...rest
}: Pick<EndpointVerdict, "endpoint" | "isOfNoEndpoint" | "isOfAttached" | "isPartial" | "handlers" | "at"> & {
  readonly results: EndpointResults;
}): EndpointVerdict {
  const { cases, matched, generated, failure, isTold } = results;
  const counts = { ...rest, ...(cases > 0 && generated === cases && { isGenerated: true as const }), cases, matched };
  const failedFor = (reason: string): EndpointVerdict => ({ ...counts, verdict: "failed", reason });
  if (cases === 0) {
    const why = results.whyNotReached ?? "None of its cases was run.";
    return failedFor(`No case of this endpoint was reached. ${why}`);
  }
  if (failure !== undefined) return failedFor(failure);
  if (matched < cases) return { ...counts, verdict: "differs" };
  return isTold ? { ...counts, verdict: "match" } : failedFor(nothingTold([...results.statuses]));
}

function nothingTold(statuses: readonly number[]): string {
  const told = statuses.toSorted((a, b) => a - b).join(", ");
  return `No case shows that this endpoint works: Python answered ${told} and nothing says that it is to. Write a case that it answers with success, or what is expected: \`expect: ${statuses[0]}\`.`;
}
