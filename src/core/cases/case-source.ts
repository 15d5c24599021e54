import type { EndpointKey } from "#core/model/endpoint.ts";
import type { Finding } from "#core/model/finding.ts";
import type { Operation } from "#core/model/operation.ts";
import type { Project } from "#core/model/project.ts";
import type { Case } from "#core/model/run/case.ts";
import type { Scenario } from "#core/model/run/scenario.ts";
import type { Rule } from "#core/model/rules/rule.ts";
import type { Files } from "#core/ports.ts";

/** The tables that endpoints emptied when they were sent unasked. */
export type EmptiedByEndpoint = ReadonlyMap<EndpointKey, readonly string[]>;

/** What cases are made from. */
export interface CaseMaterial {
  readonly files: Files;
  readonly project: Project;
  /** The contract's, one an endpoint. */
  readonly operations: readonly Operation[];
  readonly emptied: EmptiedByEndpoint;
  /** Whether requests are to be made up too. */
  readonly isGenerating: boolean;
  /** What endpoints take that only the Python sources have, as far as these tell; asked for where requests are made up. */
  readonly undeclared: () => Promise<readonly Operation[]>;
}

/** Cases, and what is wrong with those that could not be made. */
export interface CaseList {
  readonly cases: readonly Case[];
  readonly findings: readonly Finding[];
  /** Their steps are not among `cases`. */
  readonly scenarios?: readonly Scenario[];
  /** The rules of single cases. */
  readonly rules?: readonly Rule[];
}

/** Where cases come from. Those of one source stand together, in the order in which it gives them. */
export type CaseSource = (from: CaseMaterial) => CaseList | Promise<CaseList>;
