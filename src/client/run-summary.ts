import type { Verdict } from "#core/model/run/verdict.ts";
import type { RunAnswer } from "#protocol/lsp.ts";
import { verdictText } from "#protocol/verdict-text.ts";

/** How a run closed, for the user: a quiet note, a warning that differences can be shown of, or an error. */
export type RunSummary =
  | { readonly kind: "note"; readonly text: string }
  | { readonly kind: "differences"; readonly text: string }
  | { readonly kind: "error"; readonly text: string };

/** What to say at the end of a run. `title` is what was asked for: an endpoint, a milestone. */
export function runSummary(title: string, { verdicts, ended }: RunAnswer): RunSummary {
  const { outcome, totals } = ended;
  if (outcome.kind === "failed") return { kind: "error", text: outcome.reason };
  if (outcome.kind === "cancelled") return { kind: "note", text: `${title}: stopped` };
  const notRun = [
    ...(totals.unported.length > 0 ? [`${totals.unported.length} not ported`] : []),
    ...(totals.withoutCases.length > 0 ? [`${totals.withoutCases.length} without a case`] : []),
  ];
  const only = verdicts.length === 1 ? verdicts[0] : undefined;
  if (only !== undefined && notRun.length === 0) {
    const reason = only.reason === undefined ? "" : `: ${only.reason}`;
    const text = `${title}: ${verdictText(only)}${only.verdict === "failed" ? reason : ""}`;
    return { kind: KINDS[only.verdict], text };
  }
  const { match, differs, failed } = totals.endpoints;
  const others = verdicts.filter(({ isOfNoEndpoint }) => isOfNoEndpoint);
  const doOthersDiffer = others.some(({ verdict }) => verdict === "differs");
  const haveOthersFailed = others.some(({ verdict }) => verdict === "failed");
  const sum = (part: "cases" | "matched"): number => others.reduce((total, verdict) => total + verdict[part], 0);
  const parts = [
    `${match} verified`,
    ...(differs > 0 ? [differs === 1 ? "1 differs" : `${differs} differ`] : []),
    ...(failed > 0 ? [`${failed} could not be compared`] : []),
  ];
  const rest = others.length === 0 ? "" : `; ${sum("matched")} of ${sum("cases")} requests of no endpoint match`;
  const text = `${title}: ${[...parts, ...notRun].join(", ")}${rest}`;
  if (differs > 0 || doOthersDiffer) return { kind: "differences", text };
  return { kind: failed > 0 || haveOthersFailed ? "error" : "note", text };
}

const KINDS: Readonly<Record<Verdict, RunSummary["kind"]>> = { match: "note", differs: "differences", failed: "error" };
