import type { GateResult } from "#core/model/gates/gate.ts";
import { findingRecord } from "../findings/finding-record.ts";

/** What the gates came to, for machines: each finding with its sentence. The same results give the same bytes. */
export function gateJson(results: readonly GateResult[]): string {
  const gates = results.map(({ name, outcome, checked, findings }) => ({
    name,
    outcome,
    checked,
    findings: findings.map((finding) => findingRecord(finding)),
  }));
  return `${JSON.stringify({ gates }, undefined, 2)}\n`;
}
