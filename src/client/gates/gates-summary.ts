import type { GatesAnswer } from "#protocol/lsp.ts";

/** What is said when gates have ended. */
export interface GatesSummary {
  readonly kind: "note" | "findings" | "error";
  readonly text: string;
}

/** `contract passed, schema failed with 2 findings` */
export function gatesSummary({ results, failure, isCancelled }: GatesAnswer): GatesSummary {
  if (failure !== undefined) return { kind: "error", text: failure };
  const parts = results.map(({ name, outcome, findings }) => {
    if (outcome.kind === "passed") return `${name} passed`;
    if (outcome.kind === "not-run") return `${name} was not run`;
    const errors = findings.filter(({ severity }) => severity === "error").length;
    return `${name} failed with ${errors} ${errors === 1 ? "finding" : "findings"}`;
  });
  if (isCancelled === true) return { kind: "note", text: ["Gates were cancelled", ...parts].join(", ") };
  const hasFailed = results.some(({ outcome }) => outcome.kind === "failed");
  const only = results.length === 1 ? results[0] : undefined;
  // Who asks for one gate wants to know why it was not run.
  if (only?.outcome.kind === "not-run") return { kind: "error", text: only.outcome.reason };
  return { kind: hasFailed ? "findings" : "note", text: `Gates: ${parts.join(", ")}` };
}
