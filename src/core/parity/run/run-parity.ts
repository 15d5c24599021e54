import { IdRenaming } from "#core/compare/matching/renaming-ids.ts";
import { attachedSides } from "#core/model/attached.ts";
import type { Case } from "#core/model/run/case.ts";
import { type EndpointKey, type Side, SIDES, SIDE_NAMES } from "#core/model/endpoint.ts";
import type { Exchange } from "#core/model/run/exchange.ts";
import type { Finding } from "#core/model/finding.ts";
import type { Project } from "#core/model/project.ts";
import type { RunEvent } from "#core/model/run/run-event.ts";
import type { CaseResult, EndpointVerdict } from "#core/model/run/verdict.ts";

import { abortable } from "../abortable.ts";
import { casesToRepeat, type Contradiction, createClosingCheck } from "./closing-check.ts";
import { endpointVerdict } from "./endpoint-verdict.ts";
import { CrashLog } from "./crash-log.ts";
import { ResultsByEndpoint } from "./endpoint-results.ts";
import { createEventQueue, type EventQueue } from "./event-queue.ts";
import type { ParityPorts } from "../preparation.ts";
import { findIds } from "./found-ids.ts";
import { runCase } from "./run-case.ts";
import type { CompareCase } from "./settle-case.ts";
import { outcomeOf } from "./run-outcome.ts";
import { type ChosenScenario, handOnValues, runScenario } from "./run-scenario.ts";
import { RunTally } from "./run-tally.ts";
import { sendAhead } from "./send-ahead.ts";
import type { SidePair } from "../sides/side-pair.ts";
import type { Sides } from "../sides/sides.ts";

interface EndpointCases {
  readonly endpoint: EndpointKey;
  /** They are the whole server's, and stand below the method and path that their case file names. */
  readonly isOfNoEndpoint?: true;
  /** It has other cases too. */
  readonly isPartial?: true;
  readonly cases: readonly Case[];
}

/** What a run needs to know. */
export interface ParityRun {
  readonly project: Project;
  /** In the order in which they run. */
  readonly endpoints: readonly EndpointCases[];
  /** They run after the endpoints' own cases. Their compared steps count for the endpoints, which are among those above. */
  readonly scenarios?: readonly ChosenScenario[];
  /** Asked for, and not run because a side has no handler. */
  readonly unported: readonly EndpointKey[];
  /** Asked for, and not run because there is nothing to send; they are not among `endpoints`. */
  readonly withoutCases: readonly EndpointKey[];
  /** Cases that only read, also of endpoints that are not run: what shows whether a server uses its database. */
  readonly readings?: readonly Case[];
  /** Hashes of an endpoint's two handlers as they are now. */
  readonly handlersOf: (endpoint: EndpointKey) => EndpointVerdict["handlers"];
  readonly compare: CompareCase;
}

/**
 * Runs cases on both sides and tells everything as events: `started` first, `ended` last, each once, whatever happens.
 * Aborting ends the run as `cancelled`; so does leaving the loop over the events. The servers stay up as far as they can.
 */
export async function* runParity(
  run: ParityRun,
  { ports, sides, signal }: { readonly ports: ParityPorts; readonly sides: Sides; readonly signal: AbortSignal },
): AsyncGenerator<RunEvent, void, undefined> {
  const left = new AbortController();
  const queue = createEventQueue<RunEvent>();
  const ended = tellAll(run, { ports, sides, queue, signal: AbortSignal.any([signal, left.signal]) });
  try {
    yield* queue;
  } finally {
    left.abort();
    await ended;
  }
}

interface Given {
  readonly ports: ParityPorts;
  readonly sides: Sides;
  readonly queue: EventQueue<RunEvent>;
  readonly signal: AbortSignal;
}

async function tellAll(run: ParityRun, given: Given): Promise<void> {
  const { ports, queue } = given;
  const start = ports.clock.elapsed();
  const tally = new RunTally();
  const steps = (run.scenarios ?? []).flatMap((scenario) => scenario.steps.filter(({ kind }) => kind === "compared"));
  const cases = run.endpoints.reduce((sum, endpoint) => sum + endpoint.cases.length, steps.length);
  void queue.push({ kind: "started", endpoints: run.endpoints.map(({ endpoint }) => endpoint), cases });
  const outcome = await outcomeOf(() => runAll(run, given, tally), given);
  const { unported, withoutCases } = run;
  const totals = tally.totals({ unported, withoutCases }, ports.clock.elapsed() - start);
  void queue.push({ kind: "ended", outcome, totals, ruleHits: tally.ruleHits() });
  queue.close();
}

async function runAll(run: ParityRun, given: Given, tally: RunTally): Promise<void> {
  const { sides, signal, queue } = given;
  const { scenarios = [] } = run;
  const gathered = new ResultsByEndpoint(scenarios);
  const plain = run.endpoints.flatMap(({ cases }) => cases);
  if (plain.length === 0 && scenarios.length === 0) {
    // No server is needed to say that there is nothing to compare.
    return;
  }
  const renaming = new IdRenaming();
  const crashes = new CrashLog(given.ports.clock, signal);
  const emit = (event: RunEvent): void => {
    if (event.kind === "crashed") crashes.add(event.crash);
    void queue.push(event);
  };
  await sides.use(run.project, { signal, emit }, async (pair) => {
    for (const [python, rust] of pair.captured) handOnValues(python, rust, renaming);
    await pair.proveUse(run.readings ?? plain.filter(({ isWriting }) => !isWriting));
    const compare: CompareCase = (one, observed) =>
      run.compare(one, { ...observed, exchanges: named(observed.exchanges, pair) });
    const endpoints = await withFoundIds(run.endpoints, pair);
    const closing = createClosingCheck(given.ports.clock, signal);
    const ofEndpoints = endpoints.filter(({ isOfNoEndpoint }) => !isOfNoEndpoint);
    // It holds two answers of one side against each other, between which the side may have been started again.
    const naming = { ...pair, send: async (one: Case) => named(await pair.send(one), pair) };
    const own = ofEndpoints.flatMap(({ cases }) => cases);
    const steps = scenarios.flatMap((scenario) => scenario.steps.map((step) => step.given));
    await closing.begin(naming, casesToRepeat(own, steps));
    const verdicts = new Map<EndpointKey, EndpointVerdict>();
    const endpointEnded = async (endpoint: EndpointCases): Promise<void> => {
      verdicts.set(endpoint.endpoint, await tellEndpoint(endpoint, gathered, run, given, tally));
    };
    const caseEnded = async (ended: CaseResult): Promise<void> => {
      const found = await crashes.explain(ended);
      const result = { ...found, exchanges: named(found.exchanges, pair) };
      tally.addCase(result);
      gathered.add(result);
      await tell({ kind: "case-ended", result }, given);
    };
    const { clock } = given.ports;
    const inOrder = endpoints.flatMap(({ cases }) => cases);
    const ahead = sendAhead(inOrder, pair, { clock, signal });
    try {
      for (const endpoint of endpoints) {
        for (const one of endpoint.cases) {
          const result = await runCase(one, pair, compare, renaming, ahead);
          signal.throwIfAborted();
          if (!ahead.hasFollowed(one)) await pair.checkAfter(one);
          await caseEnded(result);
        }
        if (!gathered.isWaiting(endpoint.endpoint)) await endpointEnded(endpoint);
      }
    } finally {
      // A server that has yet to answer could not be kept.
      await ahead.drop();
    }
    for (const scenario of scenarios) {
      for await (const end of runScenario(scenario, { pair, clock, signal, compare, renaming })) {
        signal.throwIfAborted();
        if (end.kind === "result") await caseEnded(end.result);
        else {
          gathered.addNotReached(end.notReached);
          await tell({ kind: "case-not-reached", notReached: end.notReached }, given);
        }
      }
      const ended = gathered.end(scenario);
      for (const endpoint of endpoints) if (ended.has(endpoint.endpoint)) await endpointEnded(endpoint);
    }
    for (const contradiction of await closing.contradictions(naming, run.compare)) {
      await takeBack(contradiction, verdicts, given, tally);
    }
  });
}

/** Made-up ids are looked for in lists before the first case. */
async function withFoundIds(endpoints: readonly EndpointCases[], pair: SidePair): Promise<readonly EndpointCases[]> {
  const ids = findIds(pair);
  const found: EndpointCases[] = [];
  for (const endpoint of endpoints) {
    const cases: Case[] = [];
    for (const one of endpoint.cases) cases.push(await ids.in(one));
    found.push({ ...endpoint, cases });
  }
  return found;
}

function named<T extends Partial<Record<Side, Exchange>>>(exchanges: T, pair: SidePair): T {
  const entries = SIDES.flatMap((side) => {
    const exchange = exchanges[side];
    return exchange === undefined ? [] : [[side, pair.nameOwn(side, exchange)]];
  });
  return { ...exchanges, ...Object.fromEntries(entries) };
}

async function tellEndpoint(
  { endpoint, isOfNoEndpoint, isPartial }: EndpointCases,
  gathered: ResultsByEndpoint,
  { handlersOf, project }: ParityRun,
  given: Given,
  tally: RunTally,
): Promise<EndpointVerdict> {
  const at = new Date(given.ports.clock.now()).toISOString();
  const verdict = endpointVerdict({
    endpoint,
    ...(isOfNoEndpoint && { isOfNoEndpoint }),
    ...(isPartial && { isPartial }),
    ...(attachedSides(project).length > 0 && { isOfAttached: true }),
    results: gathered.of(endpoint),
    handlers: handlersOf(endpoint),
    at,
  });
  tally.addEndpoint(verdict);
  await tell({ kind: "endpoint-ended", verdict }, given);
  return verdict;
}

/** Tells of a side that contradicts itself. What was compared at the case's endpoint proves nothing then. */
async function takeBack(
  { given: one, side }: Contradiction,
  verdicts: Map<EndpointKey, EndpointVerdict>,
  given: Given,
  tally: RunTally,
): Promise<void> {
  const { endpoint, name, place } = one;
  const finding: Finding = {
    code: "side-contradicts-itself",
    severity: "error",
    endpoint,
    place,
    facts: { side: SIDE_NAMES[side], case: name },
  };
  await tell({ kind: "finding", finding }, given);
  const told = verdicts.get(endpoint);
  if (told === undefined || told.verdict === "failed") return;
  const reason = `The ${SIDE_NAMES[side]} server contradicts itself: it answers the case "${name}" otherwise at the end of the run, on the same database. Either something outside the database has changed, and \`restart: per write\` at servers.${side} starts it again after each write; or the value changes by itself, and a rule says so.`;
  const verdict: EndpointVerdict = { ...told, verdict: "failed", reason };
  verdicts.set(endpoint, verdict);
  tally.addEndpoint(verdict);
  await tell({ kind: "endpoint-ended", verdict }, given);
}

/** Results may be large: a reader that is slow holds the run up, and does not fill the memory. */
function tell(event: RunEvent, { queue, signal }: Given): Promise<void> {
  return abortable(queue.push(event), signal);
}
