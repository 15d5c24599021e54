import { SIDES, type EndpointKey } from "#core/model/endpoint.ts";
import type { Ledger, LedgerRow, Progress, Status } from "#core/model/ledger.ts";
import type { Operation } from "#core/model/operation.ts";
import type { Project } from "#core/model/project.ts";
import type { Route } from "#core/model/route.ts";
import type { EndpointVerdict } from "#core/model/run/verdict.ts";
import { moveGroups, type EndpointGroups } from "./endpoint-groups.ts";
import { comparePairs, pairAround, placeOf } from "./pair-around.ts";
import type { Pair } from "./pair.ts";
import { groupOf, pairEndpoints } from "./pair-endpoints.ts";
import { isOpen } from "./pair-open-routes.ts";
import { pairFindings } from "./pair-findings.ts";
import { shadowedAgain } from "./shadowed-again.ts";
import { shadowedRoutes } from "./shadowed-routes.ts";

/** What the ledger is made of. */
export interface LedgerInput {
  readonly snapshot: {
    readonly routes: { readonly python: readonly Route[]; readonly rust: readonly Route[] };
    readonly operations: readonly Operation[];
  };
  /** Undefined where the project file cannot be used: rows then have neither milestones nor reasons. */
  readonly project: Pick<Project, "milestones" | "notMigrated"> | undefined;
  readonly verdicts: ReadonlyMap<EndpointKey, EndpointVerdict>;
  /** The endpoints that have a case. The same set as long as these stay; undefined where it is not known. */
  readonly endpointsWithCases?: Pick<ReadonlySet<EndpointKey>, "has"> | undefined;
}

/** Pairs contract, Python and Rust and gives every endpoint its status: the first of product.md's that fits. */
export function buildLedger(input: LedgerInput): Ledger {
  return createLedgerBuilder()(input);
}

/** What was built, with what it was built of. */
interface Built extends LedgerInput {
  /** In the order of the rows. */
  readonly pairs: readonly Pair[];
  /** Made when a route first changes. */
  readonly groups: EndpointGroups | undefined;
  readonly shadows: ReadonlyMap<Route, Route>;
  /** There is a route of which a part of the path is not known. */
  readonly hasOpen: boolean;
  readonly ledger: Ledger;
}

/**
 * Builds the ledger of a project again and again. Where since the last time nothing changed but where routes stand and
 * what their handlers say, which is what most key strokes do, nothing is paired; where a few routes changed, only their
 * endpoints are paired again.
 */
export function createLedgerBuilder(): (input: LedgerInput) => Ledger {
  let last: Built | undefined;
  return (input) => {
    const moved = last && movedRoutes(last, input);
    if (last && moved) last = rebuild(last, input, moved);
    else last = (last && buildAround(last, input)) ?? build(input, last);
    return last.ledger;
  };
}

function build(input: LedgerInput, last: Built | undefined): Built {
  const { snapshot, project, verdicts } = input;
  const pairs = pairEndpoints(snapshot.operations, snapshot.routes).toSorted(comparePairs);
  const shadows = shadowedRoutes(snapshot.routes.python);
  const context = contextOf(input, shadows);
  const known = rowsToKeep(input, last);
  const isSame = (pair: Pair, row: LedgerRow): boolean =>
    row.verdict === verdicts.get(pair.key) &&
    hasCase(input, pair.key) === (last !== undefined && hasCase(last, pair.key)) &&
    isSamePair(pair, row) &&
    pair.python.every((route) => shadows.get(route) === last?.shadows.get(route));
  const rows = pairs.map((pair) => {
    const row = known.get(pair.key);
    return row && isSame(pair, row) ? row : makeRow(pair, context, verdicts.get(pair.key));
  });
  const hasOpen = SIDES.some((side) => snapshot.routes[side].some(isOpen));
  return { ...input, pairs, groups: undefined, shadows, hasOpen, ledger: ledgerOf(rows, project) };
}

/** Pairs only what a few changed routes have to do with; undefined where more than that changed. */
function buildAround(last: Built, input: LedgerInput): Built | undefined {
  const { snapshot, project, verdicts } = input;
  if (project !== last.project || snapshot.operations !== last.snapshot.operations || last.hasOpen) return undefined;
  if (input.endpointsWithCases !== last.endpointsWithCases) return undefined;
  const around = pairAround(last, snapshot);
  if (!around) return undefined;
  const { gone, come, groups, python } = around;
  const shadows = shadowedAgain(snapshot.routes.python, last.shadows, python);
  const context = contextOf(input, shadows);
  const pairs = [...last.pairs];
  const rows = [...last.ledger.rows];
  for (const pair of gone) {
    const index = pairs.indexOf(pair);
    pairs.splice(index, 1);
    rows.splice(index, 1);
  }
  for (const pair of come) {
    const index = placeOf(pair, pairs);
    pairs.splice(index, 0, pair);
    rows.splice(index, 0, makeRow(pair, context, verdicts.get(pair.key)));
  }
  const remake = (pair: Pair, index: number): void => {
    rows[index] = makeRow(pair, context, verdicts.get(pair.key));
  };
  for (const route of new Set([...shadows.keys(), ...last.shadows.keys()])) {
    if (shadows.get(route) === last.shadows.get(route)) continue;
    for (const pair of groups.get(groupOf(route))?.pairs ?? []) remake(pair, pairs.indexOf(pair));
  }
  if (verdicts !== last.verdicts) {
    for (const [index, pair] of pairs.entries()) {
      if (rows[index]?.verdict !== verdicts.get(pair.key)) remake(pair, index);
    }
  }
  return { ...input, pairs, groups, shadows, hasOpen: false, ledger: ledgerOf(rows, project) };
}

/** Rows by their endpoints, where they were made with the same project and beside a contract as now. */
function rowsToKeep({ project, snapshot }: LedgerInput, last: Built | undefined): ReadonlyMap<EndpointKey, LedgerRow> {
  if (!last || last.project !== project) return new Map();
  if (last.snapshot.operations.length > 0 !== snapshot.operations.length > 0) return new Map();
  return new Map(last.ledger.rows.map((row) => [row.key, row]));
}

function isSamePair(pair: Pair, row: LedgerRow): boolean {
  return (
    pair.method === row.method &&
    pair.path === row.path &&
    pair.operation === row.operation &&
    SIDES.every(
      (side) =>
        pair[side].length === row[side].length && pair[side].every((route, index) => route === row[side][index]),
    )
  );
}

/** `moved`: routes that took the place of others. */
function rebuild(last: Built, input: LedgerInput, moved: ReadonlyMap<Route, Route>): Built {
  const { project, verdicts } = input;
  const now = (route: Route): Route => moved.get(route) ?? route;
  const shadows =
    moved.size === 0 ? last.shadows : new Map([...last.shadows].map(([route, by]) => [now(route), now(by)]));
  const isMoved = (route: Route): boolean => {
    const by = last.shadows.get(route);
    return moved.has(route) || (by !== undefined && moved.has(by));
  };
  const context = contextOf(input, shadows);
  const pairs = [...last.pairs];
  const rows = [...last.ledger.rows];
  const movedPairs = new Map<Pair, Pair>();
  let isCountSame = true;
  for (const [index, pair] of last.pairs.entries()) {
    const row = rows[index];
    const verdict = verdicts.get(pair.key);
    const isSame = moved.size === 0 || !(pair.python.some(isMoved) || pair.rust.some(isMoved));
    if (!row || (isSame && row.verdict === verdict)) continue;
    const next = isSame ? pair : { ...pair, python: pair.python.map(now), rust: pair.rust.map(now) };
    const made = makeRow(next, context, verdict);
    pairs[index] = next;
    movedPairs.set(pair, next);
    rows[index] = made;
    isCountSame &&= made.status === row.status;
  }
  if (last.groups) moveGroups(last.groups, moved, movedPairs);
  const ledger = isCountSame ? { ...last.ledger, rows } : ledgerOf(rows, project);
  return { ...input, pairs, groups: last.groups, shadows, hasOpen: last.hasOpen, ledger };
}

/** Which routes stand in the place of which, or undefined where more than that changed. */
function movedRoutes(last: Built, input: LedgerInput): ReadonlyMap<Route, Route> | undefined {
  const { snapshot, project } = input;
  if (input.endpointsWithCases !== last.endpointsWithCases) return undefined;
  if (project !== last.project || snapshot.operations !== last.snapshot.operations) return undefined;
  const moved = new Map<Route, Route>();
  for (const side of SIDES) {
    const before = last.snapshot.routes[side];
    const after = snapshot.routes[side];
    if (before === after) continue;
    if (before.length !== after.length) return undefined;
    for (const [index, route] of before.entries()) {
      const other = after[index];
      if (route === other) continue;
      if (!other || !isSameEndpoint(route, other)) return undefined;
      moved.set(route, other);
    }
  }
  return moved;
}

/** Pairing, and what shadows what, come out the same. */
function isSameEndpoint(one: Route, other: Route): boolean {
  return (
    one.method === other.method &&
    one.path === other.path &&
    one.kind === other.kind &&
    one.implicit === other.implicit &&
    one.unmounted === other.unmounted &&
    one.conditional === other.conditional &&
    one.isHidden === other.isHidden &&
    one.handler?.name === other.handler?.name &&
    (one.parameters === other.parameters || JSON.stringify(one.parameters) === JSON.stringify(other.parameters))
  );
}

function ledgerOf(rows: readonly LedgerRow[], project: LedgerInput["project"]): Ledger {
  return {
    rows,
    progress: progressOf(rows),
    progressByMilestone: Object.fromEntries(
      (project?.milestones ?? []).map(({ name }) => [
        name,
        progressOf(rows.filter((row) => row.milestones.includes(name))),
      ]),
    ),
  };
}

/** What rows are made with, the same for all. */
interface Context {
  readonly shadows: ReadonlyMap<Route, Route>;
  readonly hasContract: boolean;
  readonly hasCase: (endpoint: EndpointKey) => boolean;
  readonly milestones: readonly { readonly name: string; readonly endpoints: ReadonlySet<EndpointKey> }[];
  readonly reasons: ReadonlyMap<EndpointKey, string>;
}

function hasCase({ endpointsWithCases }: LedgerInput, endpoint: EndpointKey): boolean {
  return endpointsWithCases === undefined || endpointsWithCases.has(endpoint);
}

function contextOf(input: LedgerInput, shadows: ReadonlyMap<Route, Route>): Context {
  const { project, snapshot } = input;
  return {
    shadows,
    hasContract: snapshot.operations.length > 0,
    hasCase: (endpoint) => hasCase(input, endpoint),
    milestones: (project?.milestones ?? []).map(({ name, endpoints }) => ({ name, endpoints: new Set(endpoints) })),
    // The first reason that is given counts.
    reasons: new Map(
      (project?.notMigrated ?? []).map(({ endpoint, reason }) => [endpoint, reason] as const).toReversed(),
    ),
  };
}

function makeRow(pair: Pair, context: Context, verdict: EndpointVerdict | undefined): LedgerRow {
  const { key, method, path, operation, python, rust } = pair;
  const keptReason = context.reasons.get(key);
  return {
    key,
    method,
    path,
    status: statusOf(pair, context.hasCase(key), keptReason !== undefined, verdict),
    milestones: context.milestones.filter(({ endpoints }) => endpoints.has(key)).map(({ name }) => name),
    ...(operation && { operation }),
    python,
    rust,
    ...(verdict && { verdict }),
    ...(keptReason !== undefined && { keptReason }),
    findings: pairFindings(pair, context),
  };
}

function statusOf(
  { python, rust }: Pair,
  hasCases: boolean,
  isKept: boolean,
  verdict: EndpointVerdict | undefined,
): Status {
  if (isKept) return "kept";
  if ([...python, ...rust].some(({ kind }) => kind === "websocket" || kind === "mount")) return "not-comparable";
  if (python.length > 0 && rust.length === 0) return "unported";
  if (rust.length > 0 && python.length === 0) return "rust-only";
  if (rust.length === 0) return "contract-only";
  // The first route that matches answers.
  if (rust[0]?.isStub) return "stub";
  if (!verdict) return hasCases ? "ported" : "no-cases";
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
