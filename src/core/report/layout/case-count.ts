import type { EndpointVerdict } from "#core/model/run/verdict.ts";
import { counted } from "./text-table.ts";

/** `3 of 4 cases`, `6 of 6 cases, generated`: generated where the verdict rests on requests alone that were made up. */
export function caseCountText({
  matched,
  cases,
  isOfNoEndpoint,
  isGenerated,
}: Pick<EndpointVerdict, "matched" | "cases" | "isOfNoEndpoint" | "isGenerated">): string {
  return `${matched} of ${counted(cases, "case")}${isOfNoEndpoint ? ", no endpoint" : ""}${isGenerated ? ", generated" : ""}`;
}
