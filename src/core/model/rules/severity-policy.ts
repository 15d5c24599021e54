import type { DifferenceClass } from "../run/difference.ts";
import type { EndpointKey } from "../endpoint.ts";
import { matchesEndpoint, type EndpointPattern } from "./endpoint-pattern.ts";

export const DIFFERENCE_CONSEQUENCES = ["fail", "report"] as const;

/** Whether a difference fails its case or is only reported. */
export type DifferenceConsequence = (typeof DIFFERENCE_CONSEQUENCES)[number];

/** What differences of each class do; a class that is not named does what it does by its severity. */
export type SeverityPolicy = Readonly<Partial<Record<DifferenceClass, DifferenceConsequence>>>;

/** The project's wishes: for all endpoints, and for some. */
export interface DifferenceSettings {
  readonly all: SeverityPolicy;
  readonly endpoints: readonly { readonly endpoint: EndpointPattern; readonly policy: SeverityPolicy }[];
}

/** What differences do at one endpoint; of the entries that are for it the last says it. */
export function policyFor(settings: DifferenceSettings | undefined, endpoint: EndpointKey): SeverityPolicy {
  const own = settings?.endpoints.filter((each) => matchesEndpoint(each.endpoint, endpoint)) ?? [];
  const policies = [settings?.all ?? {}, ...own.map(({ policy }) => policy)];
  return Object.fromEntries(policies.flatMap((policy) => Object.entries(policy)));
}
