import type { Case } from "./case.ts";
import type { Crash } from "./crash.ts";
import type { Difference } from "./difference.ts";
import type { EndpointKey, Side } from "../endpoint.ts";
import type { Exchange } from "./exchange.ts";
import type { RuleHits } from "../rules/rule.ts";

/** `failed`: could not be compared, or nothing was. */
export type Verdict = "match" | "differs" | "failed";

/**
 * Leaves of the two answers and of the two effects on the database, each side's counted (status, scalars, empty
 * containers; a body that is not JSON is one):
 * all = compared + ignored + loosened, which are those that are written otherwise and that a rule measures.
 */
export interface Coverage {
  readonly compared: number;
  readonly ignored: number;
  readonly loosened: number;
}

/** The names of headers that only one side sent and that were not compared. */
export type UncomparedHeaders = Readonly<Record<Side, readonly string[]>>;

/** What came out of one case. */
export interface CaseResult {
  readonly case: Case;
  readonly verdict: Verdict;
  /** Why a case failed; a sentence. */
  readonly reason?: string;
  readonly differences: readonly Difference[];
  /** How many more there are than `differences` holds. */
  readonly omittedDifferences?: number;
  readonly exchanges: Readonly<Partial<Record<Side, Exchange>>>;
  /**
   * What each side wrote into its database, as JSON text: for each table its key and its rows, inserted, updated and
   * deleted. Absent where nothing was written by a case that only reads, and where effects are not compared.
   */
  readonly effects?: Readonly<Record<Side, string>>;
  /** What a side printed as it answered 5xx or not at all. */
  readonly crashes?: readonly Crash[];
  readonly coverage: Coverage;
  readonly ruleHits: readonly RuleHits[];
  /** What a reader should know of two answers that match: equal bodies that are not JSON. Sentences. */
  readonly notes?: readonly string[];
  readonly uncomparedHeaders?: UncomparedHeaders;
  /** Tables that a case nobody asked for emptied on a side. */
  readonly emptiedTables?: readonly string[];
}

/** A step of a scenario that was not sent, because the scenario ended before it. It changes no verdict. */
export interface NotReached {
  readonly case: Case;
  /** A sentence. */
  readonly reason: string;
}

/** What a run brought of one endpoint. */
export interface EndpointResults {
  readonly results: readonly CaseResult[];
  readonly notReached: readonly NotReached[];
}

/** The last verdict on an endpoint, as it is kept between runs. */
export interface EndpointVerdict {
  readonly endpoint: EndpointKey;
  /** No row of the ledger: requests that the two servers answer as a whole, such as an unknown path. Not kept. */
  readonly isOfNoEndpoint?: true;
  /** Made with a server that somebody else runs, whose program and state nobody knows. Shown, and not kept. */
  readonly isOfAttached?: true;
  /** Only some of its cases were asked for. Shown, and not kept. */
  readonly isPartial?: true;
  /** It rests on cases alone that were made up. */
  readonly isGenerated?: true;
  readonly verdict: Verdict;
  readonly cases: number;
  readonly matched: number;
  /** The first case's reason, where the verdict is `failed`. */
  readonly reason?: string;
  /** Hashes of the two handlers when it was made. */
  readonly handlers: Readonly<Partial<Record<Side, string>>>;
  /** ISO 8601 in UTC. */
  readonly at: string;
}
