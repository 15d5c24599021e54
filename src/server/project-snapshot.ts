import type { EndpointKey } from "#core/model/endpoint.ts";
import type { Finding } from "#core/model/finding.ts";
import type { GateState } from "#core/model/gates/gate.ts";
import type { Ledger } from "#core/model/ledger.ts";
import type { Project } from "#core/model/project.ts";
import type { Case } from "#core/model/run/case.ts";

/** What a project's session answered at one moment; all views of the editor are made from it. */
export interface ProjectSnapshot {
  /** Absent where the project file cannot be used. */
  readonly project?: Project;
  readonly ledger: Ledger;
  readonly findings: readonly Finding[];
  readonly gates: readonly GateState[];
  readonly cases: ReadonlyMap<EndpointKey, readonly Case[]>;
}

/** What stands before the first answer. */
export const EMPTY_SNAPSHOT: ProjectSnapshot = {
  ledger: { rows: [], progress: { verified: 0, total: 0 }, progressByMilestone: {} },
  findings: [],
  gates: [],
  cases: new Map(),
};
