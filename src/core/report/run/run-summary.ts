import { type RunReport, totalCoverage } from "./run-report.ts";
import { counted } from "../layout/text-table.ts";

/** `1 verified`, `2 differ`, `1 unported`: what came out of the endpoints, nothing that is none but `verified`. */
export function endpointCounts({ ended }: RunReport): readonly { readonly kind: CountKind; readonly text: string }[] {
  const { endpoints, unported, withoutCases } = ended.totals;
  const counts: readonly (readonly [kind: CountKind, count: number, word: string])[] = [
    ["verified", endpoints.match, "verified"],
    ["differs", endpoints.differs, endpoints.differs === 1 ? "differs" : "differ"],
    ["failed", endpoints.failed, "failed"],
    ["no-cases", withoutCases.length, "no-cases"],
    ["unported", unported.length, "unported"],
  ];
  return counts.flatMap(([kind, count, word]) =>
    count === 0 && kind !== "verified" ? [] : [{ kind, text: `${count} ${word}` }],
  );
}

type CountKind = "verified" | "differs" | "failed" | "no-cases" | "unported";

/** `3 endpoints`, unported ones included. */
export function endpointTotal({ ended }: RunReport): string {
  const { endpoints, unported, withoutCases } = ended.totals;
  return counted(
    endpoints.match + endpoints.differs + endpoints.failed + unported.length + withoutCases.length,
    "endpoint",
  );
}

/** `2 of 3 requests of no endpoint match`; undefined where none were sent. */
export function otherRequestsText({ verdicts }: RunReport): string | undefined {
  const others = verdicts.filter(({ isOfNoEndpoint }) => isOfNoEndpoint);
  const sum = (part: "cases" | "matched"): number => others.reduce((total, verdict) => total + verdict[part], 0);
  return others.length === 0
    ? undefined
    : `${sum("matched")} of ${counted(sum("cases"), "request")} of no endpoint match`;
}

/** `4 of 5 cases match, 1 not reached; 10 of 12 values compared (83.3 %), 2 ignored, 0 loosened` */
export function coverageText({ results, notReached, ended }: RunReport): string {
  const { cases } = ended.totals;
  const { compared, ignored, loosened } = totalCoverage(results);
  const all = compared + ignored + loosened;
  const share = all === 0 ? 0 : Math.floor((compared / all) * 1000) / 10;
  const count = cases.match + cases.differs + cases.failed;
  const unreached = notReached.length === 0 ? "" : `, ${notReached.length} not reached`;
  return `${cases.match} of ${counted(count, "case")} match${unreached}; ${compared} of ${counted(all, "value")} compared (${share} %), ${ignored} ignored, ${loosened} loosened`;
}

/** `Rust was dist/bundle/bin/core-server-rs, SHA-256 9f86d0…`; undefined where the run was not with the program that is released. */
export function programText({ ended: { program } }: RunReport): string | undefined {
  if (program === undefined) return undefined;
  const { file, sha256, isUnseen } = program;
  const unseen = isUnseen === true ? "; this system does not tell which program ran" : "";
  return `Rust was ${file}, SHA-256 ${sha256}${unseen}`;
}

/** How a run that did not come to its end closed; undefined for one that did. */
export function endText({ ended: { outcome } }: RunReport): string | undefined {
  switch (outcome.kind) {
    case "completed":
      return undefined;
    case "cancelled":
      return "The run was cancelled.";
    case "failed":
      return `The run failed: ${outcome.reason}`;
  }
}
