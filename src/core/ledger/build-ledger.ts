import type { EndpointKey } from "#core/model/endpoint.ts";
import type { Finding } from "#core/model/finding.ts";
import type { Ledger, LedgerRow, Progress, Status } from "#core/model/ledger.ts";
import type { Operation } from "#core/model/operation.ts";
import type { Project } from "#core/model/project.ts";
import type { Route } from "#core/model/route.ts";
import type { EndpointVerdict } from "#core/model/verdict.ts";
import { pairEndpoints, type Pair } from "./pair-endpoints.ts";
import { pairFindings } from "./pair-findings.ts";

/** What the ledger is made of. */
export interface LedgerInput {
  readonly snapshot: {
    readonly routes: { readonly python: readonly Route[]; readonly rust: readonly Route[] };
    readonly operations: readonly Operation[];
  };
  /** Undefined where the project file cannot be used: rows then have neither milestones nor reasons. */
  readonly project: Pick<Project, "milestones" | "notMigrated"> | undefined;
  readonly verdicts: ReadonlyMap<EndpointKey, EndpointVerdict>;
}

/** Pairs contract, Python and Rust and gives every endpoint its status: the first of product.md's that fits. */
export function buildLedger({ snapshot, project, verdicts }: LedgerInput): Ledger {
  const pairs = pairEndpoints(snapshot.operations, snapshot.routes);
  const findings = pairFindings(pairs, snapshot);
  const rows = pairs
    .map((pair) => makeRow(pair, project, verdicts.get(pair.key), findings.get(pair.key) ?? []))
    .toSorted((one, other) => compare(one.path, other.path) || compare(one.method, other.method));
  const milestones = project?.milestones ?? [];
  return {
    rows,
    progress: progressOf(rows),
    progressByMilestone: Object.fromEntries(
      milestones.map(({ name }) => [name, progressOf(rows.filter((row) => row.milestones.includes(name)))]),
    ),
  };
}

function makeRow(
  pair: Pair,
  project: LedgerInput["project"],
  verdict: EndpointVerdict | undefined,
  findings: readonly Finding[],
): LedgerRow {
  const { key, method, path, operation, python, rust } = pair;
  const kept = project?.notMigrated.find((each) => each.endpoint === key);
  return {
    key,
    method,
    path,
    status: statusOf(pair, kept !== undefined, verdict),
    milestones: (project?.milestones ?? []).filter((each) => each.endpoints.includes(key)).map(({ name }) => name),
    ...(operation && { operation }),
    python,
    rust,
    ...(verdict && { verdict }),
    ...(kept && { keptReason: kept.reason }),
    findings,
  };
}

function statusOf({ python, rust }: Pair, isKept: boolean, verdict: EndpointVerdict | undefined): Status {
  if (isKept) return "kept";
  if ([...python, ...rust].some(({ kind }) => kind === "websocket" || kind === "mount")) return "not-comparable";
  if (python.length > 0 && rust.length === 0) return "unported";
  if (rust.length > 0 && python.length === 0) return "rust-only";
  if (rust.length === 0) return "contract-only";
  // The first route that matches answers.
  if (rust[0]?.isStub) return "stub";
  if (!verdict) return "ported";
  if (isStale(verdict, python, rust)) return "stale";
  return verdict.verdict === "match" ? "verified" : verdict.verdict;
}

function isStale({ handlers }: EndpointVerdict, python: readonly Route[], rust: readonly Route[]): boolean {
  return handlers.python !== python[0]?.handlerHash || handlers.rust !== rust[0]?.handlerHash;
}

const NOT_COUNTED: ReadonlySet<Status> = new Set(["kept", "rust-only", "contract-only", "not-comparable"]);

function progressOf(rows: readonly LedgerRow[]): Progress {
  const counted = rows.filter(({ status }) => !NOT_COUNTED.has(status));
  return { verified: counted.filter(({ status }) => status === "verified").length, total: counted.length };
}

/** By code units, so that the order is the same on every machine. */
function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
