import type { Finding } from "#core/model/finding.ts";
import type { Place } from "#core/model/place.ts";

/** One thing that is wrong with one address. */
export interface AssetFault {
  readonly code: string;
  /** `error` where it is not said. */
  readonly severity?: Finding["severity"];
  readonly place: Place;
  /** The address, as a path on the server. */
  readonly target: string;
  readonly facts?: Finding["facts"];
  /** The page that asked for it, where one did; that another one asks as well is no other fault. */
  readonly page?: string;
}

const MOST_LISTED = 3;

/** The findings of faults: what is wrong in the same way with several addresses is one, at the first of them. */
export function faultFindings(faults: readonly AssetFault[]): readonly Finding[] {
  const groups = Map.groupBy(faults, ({ code, severity, facts }) => JSON.stringify([code, severity, facts]));
  return [...groups.values()].flatMap(([first, ...others]): readonly Finding[] => {
    if (first === undefined) return [];
    const { code, severity = "error", place, target, facts, page = "" } = first;
    const more = [...new Set(others.map((each) => each.target))].filter((each) => each !== target);
    return [
      { code, severity, place, facts: { ...(page !== "" && { page }), ...facts, target, others: shortList(more) } },
    ];
  });
}

function shortList(targets: readonly string[]): string {
  const shown = targets.slice(0, MOST_LISTED).map((target) => `\`${target}\``);
  const hidden = targets.length - shown.length;
  return [...shown, ...(hidden > 0 ? [`${hidden} more`] : [])].join(", ");
}
