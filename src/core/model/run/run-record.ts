import type { Method, Side } from "../endpoint.ts";
import type { Crash } from "./crash.ts";
import type { Difference, DifferenceClass, Hint, Severity } from "./difference.ts";
import type { Answer, SentRequest, Unreachable } from "./exchange.ts";
import type { FindingSeverity } from "../finding.ts";
import type { Place } from "../place.ts";
import type { ReleasedProgram } from "./released-program.ts";
import type { RunOutcome, RunTotals } from "./run-event.ts";
import type { Coverage, Verdict } from "./verdict.ts";

/**
 * A run as it is published: the JSON report (`media/portolan-run.schema.json`), and what the HTML report shows.
 * Same answers, same record, but for `times`, which has every moment and duration.
 */
export interface RunRecord {
  readonly version: 1;
  readonly outcome: RunOutcome;
  readonly totals: Omit<RunTotals, "durationMs">;
  /** Which program answered for Rust, of a run with the one that is released. */
  readonly program?: ReleasedProgram;
  readonly coverage: Coverage;
  readonly endpoints: readonly EndpointRecord[];
  /** Differences of one cause, the worst first. */
  readonly clusters: readonly ClusterRecord[];
  readonly cases: readonly CaseRecord[];
  readonly notReached: readonly NotReachedRecord[];
  readonly rules: readonly RuleRecord[];
  readonly findings: readonly FindingRecord[];
  readonly times: RunTimes;
}

export interface HandlerRecord {
  readonly name?: string;
  readonly place: Place;
}

export interface EndpointRecord {
  readonly endpoint: string;
  readonly method: Method;
  /** With parameter names. */
  readonly path: string;
  /** Requests that belong to no endpoint of the ledger; not counted in `totals.endpoints`. */
  readonly isOfNoEndpoint?: true;
  /** The verdict rests on cases alone that were made up. */
  readonly isGenerated?: true;
  readonly verdict: Verdict;
  readonly cases: number;
  readonly matched: number;
  readonly reason?: string;
  /** The handlers, or the routes' declarations where they have none. */
  readonly handlers: Readonly<Partial<Record<Side, HandlerRecord>>>;
}

/**
 * What is thought to be behind differences: a crash, another status, one header, one id that each side makes, one known cause, the body of refusals,
 * or one place in endpoints that belong together.
 */
export type CauseKind = "crash" | "status" | "header" | "generated-id" | "error-body" | "hint" | "place";

export interface ClusterRecord {
  readonly kind: CauseKind;
  /** `value at /id, /updated_at and 2 more` */
  readonly title: string;
  readonly class: DifferenceClass;
  readonly severity: Severity;
  readonly part: Difference["part"];
  readonly hint?: Hint;
  /** Where: JSON pointers with `*` for indexes and ids, names of headers; empty for the status. */
  readonly paths: readonly string[];
  readonly endpoints: readonly string[];
  readonly differences: number;
  /** How many more come with them because the status is another one. */
  readonly followers?: number;
  readonly cases: number;
  /** One of them: `difference` is the index in the case's list. */
  readonly example: { readonly endpoint: string; readonly case: string; readonly difference: number };
  /** All of them, case by case, as indexes in the case's list. */
  readonly members: readonly ClusterMembers[];
}

export interface ClusterMembers {
  readonly endpoint: string;
  readonly case: string;
  readonly differences: readonly number[];
  readonly followers?: readonly number[];
}

export interface CaseRecord {
  readonly endpoint: string;
  /** The case's id, unique in its endpoint. */
  readonly case: string;
  readonly name: string;
  readonly method: Method;
  readonly target: string;
  /** Absent where the case expects nothing. */
  readonly expect?: readonly number[];
  readonly place: Place;
  readonly verdict: Verdict;
  readonly reason?: string;
  readonly differences: readonly Difference[];
  readonly omittedDifferences?: number;
  /** What a side printed as it answered 5xx or not at all. */
  readonly crashes?: readonly Crash[];
  readonly coverage: Coverage;
  readonly exchanges: Readonly<Partial<Record<Side, ExchangeRecord>>>;
  /** What each side wrote into its database, as JSON text. */
  readonly effects?: Readonly<Record<Side, string>>;
}

/** A step of a scenario that was not sent, because the scenario ended before it. */
export interface NotReachedRecord extends Pick<CaseRecord, "endpoint" | "case" | "name" | "place"> {
  readonly reason: string;
}

/** An exchange without what changes from run to run: the port, how long it took, the server's clock. */
export interface ExchangeRecord {
  readonly request: SentRequest;
  readonly outcome: Omit<Answer, "durationMs"> | Unreachable;
}

export interface RuleRecord {
  /** With parameter names; several apart by commas, or `every endpoint`. */
  readonly endpoint: string;
  /** One of `path`, `effect` and `header`, which may go with `cookie`, as the project file has them. */
  readonly path?: string;
  readonly effect?: string;
  readonly header?: string;
  readonly cookie?: string;
  readonly allow: string;
  readonly reason: string;
  readonly hits: number;
  /** The endpoints that it hit, where it was tried at more than one. */
  readonly byEndpoint?: readonly { readonly endpoint: string; readonly hits: number }[];
}

export interface FindingRecord {
  readonly code: string;
  readonly severity: FindingSeverity;
  /** The finding as a sentence. */
  readonly message: string;
  readonly endpoint?: string;
  readonly place?: Place;
  readonly facts: Readonly<Record<string, string | number>>;
}

/** All that differs between two runs that found the same. */
export interface RunTimes {
  readonly durationMs: number;
  /** By endpoint: when it was compared, ISO 8601 in UTC. */
  readonly endpoints: Readonly<Record<string, string>>;
  readonly cases: readonly {
    readonly endpoint: string;
    readonly case: string;
    readonly pythonMs?: number;
    readonly rustMs?: number;
  }[];
}
