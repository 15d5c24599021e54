import type { LedgerRow } from "#core/model/ledger.ts";
import type { GateContext } from "../gate.ts";

/**
 * Endpoints that Rust does not serve, because they stay with Python or belong to a milestone to come: a contract that Rust exports
 * cannot have them. One that the project file does not speak of is none of these.
 */
export function pythonsAlone({ ledger, project: { servers } }: GateContext): readonly LedgerRow[] {
  if (servers.rust.export === undefined) return [];
  return ledger.rows.filter(({ status, milestones, operation }) => {
    return operation === undefined && (status === "kept" || (status === "unported" && milestones.length > 0));
  });
}
