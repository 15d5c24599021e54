import type { EndpointVerdict } from "#core/model/run/verdict.ts";

import type { EndpointResults, JudgedCase } from "./endpoint-results.ts";

/**
 * The verdict on an endpoint from its cases: `failed` before `differs` before `match`, for which one of them has to show
 * that the endpoint works. Where no step of it was reached it is `failed`.
 */
export function endpointVerdict({
  results,
  notReached,
  ...rest
}: Pick<EndpointVerdict, "endpoint" | "isOfNoEndpoint" | "isOfAttached" | "isPartial" | "handlers" | "at"> &
  EndpointResults): EndpointVerdict {
  const isGenerated = results.length > 0 && results.every((result) => result.case.isGenerated);
  const counts = {
    ...rest,
    ...(isGenerated && { isGenerated }),
    cases: results.length,
    matched: results.filter(({ verdict }) => verdict === "match").length,
  };
  const failedFor = (reason: string): EndpointVerdict => ({ ...counts, verdict: "failed", reason });
  if (results.length === 0) {
    const why = notReached.map(({ reason }) => reason)[0] ?? "None of its cases was run.";
    return failedFor(`No case of ${rest.endpoint} was reached. ${why}`);
  }
  const failed = results.find(({ verdict }) => verdict === "failed");
  if (failed) return failedFor(failed.reason ?? "Nothing was compared.");
  if (counts.matched < results.length) return { ...counts, verdict: "differs" };
  return results.some(isTelling) ? { ...counts, verdict: "match" } : failedFor(nothingTold(rest.endpoint, results));
}

/** A match of what was expected, or of a success: two servers that refuse everything match as well. */
function isTelling({ case: { expect }, status }: JudgedCase): boolean {
  return expect !== undefined || (status !== undefined && status < 400);
}

function nothingTold(endpoint: string, results: readonly JudgedCase[]): string {
  const statuses = results.flatMap(({ status }) => status ?? []);
  const told = [...new Set(statuses)].toSorted((a, b) => a - b).join(", ");
  return `No case shows that ${endpoint} works: Python answered ${told} and nothing says that it is to. Write a case that it answers with success, or what is expected: \`expect: ${statuses[0]}\`.`;
}
