import type { GateResult } from "#core/model/gates/gate.ts";

/** What a report of gates is made from. */
export interface GateReport {
  readonly results: readonly GateResult[];
  /** See `RunReport`. */
  readonly folder: string;
}

/** `✓ passed`, with the sign that does not depend on colour. */
export function outcomeWords({ outcome }: GateResult): string {
  return { passed: "✓ passed", failed: "✗ failed", "not-run": "– not run" }[outcome.kind];
}

/** `2 gates: 1 passed, 1 failed` */
export function gateCounts(results: readonly GateResult[]): string {
  const counts = (["passed", "failed", "not-run"] as const).flatMap((kind) => {
    const count = results.filter(({ outcome }) => outcome.kind === kind).length;
    return count === 0 ? [] : [`${count} ${kind.replace("-", " ")}`];
  });
  return `${results.length} ${results.length === 1 ? "gate" : "gates"}: ${counts.join(", ")}`;
}
