import type { CaseResult, EndpointVerdict } from "#core/model/run/verdict.ts";

/** The verdict on an endpoint from its cases: `failed` before `differs` before `match`. Without a case it is `failed`. */
export function endpointVerdict({
  results,
  ...rest
}: Pick<EndpointVerdict, "endpoint" | "isOfNoEndpoint" | "handlers" | "at"> & {
  readonly results: readonly CaseResult[];
}): EndpointVerdict {
  const counts = {
    ...rest,
    cases: results.length,
    matched: results.filter(({ verdict }) => verdict === "match").length,
  };
  if (results.length === 0) {
    return {
      ...counts,
      verdict: "failed",
      reason: `There is no case for ${rest.endpoint}: write one in a case file, or an example in the contract.`,
    };
  }
  const failed = results.find(({ verdict }) => verdict === "failed");
  if (failed) return { ...counts, verdict: "failed", reason: failed.reason ?? "Nothing was compared." };
  return { ...counts, verdict: counts.matched === results.length ? "match" : "differs" };
}
