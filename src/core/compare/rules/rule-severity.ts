import type { DifferenceClass, Severity } from "#core/model/run/difference.ts";
import type { SeverityPolicy } from "#core/model/rules/severity-policy.ts";

/**
 * The severity of a difference after the project's wish: what shall only be reported is cosmetic, what shall fail and
 * was cosmetic is a change; else as it was.
 */
export function severityUnder(policy: SeverityPolicy, found: DifferenceClass, severity: Severity): Severity {
  const effect = policy[found];
  if (effect === "report") return "cosmetic";
  return effect === "fail" && severity === "cosmetic" ? "changed" : severity;
}
