import type { Case } from "#core/model/run/case.ts";
import { type Side, SIDES, SIDE_NAMES } from "#core/model/endpoint.ts";
import { DatabaseFault } from "#core/model/databases/database-fault.ts";
import type { Exchange } from "#core/model/run/exchange.ts";
import type { Project } from "#core/model/project.ts";
import { areEffectsCompared, isAnythingBesideCompared } from "#core/model/compared-effects.ts";
import type { DatabaseChanges } from "#core/model/run/table-change.ts";
import { allDatabases, databaseOf, withOwnDatabase } from "#core/model/databases/side-database.ts";
import { isReplacedByRestart } from "#core/model/service.ts";

import { guardDatabases } from "../state/database-guard.ts";
import { attachSide } from "./attach-side.ts";
import { codeStateOf } from "./code-state.ts";
import { type DatabaseChecks, databaseChecks } from "./database-checks.ts";
import type { DatabaseRecipe } from "../state/database-recipe.ts";
import { basesOf, commonTables } from "./side-bases.ts";
import { type PreparedSide, prepareSide } from "./prepare-side.ts";
import type { SharedServices } from "../companions/shared-services.ts";
import type { Minting } from "../identities/minting.ts";
import type { Preparation } from "../preparation.ts";
import type { BaseKeeper } from "../state/base-keeper.ts";
import { changesIn } from "../state/why-schemas-differ.ts";
import { nameLoginRowsAlike } from "../state/login-rows.ts";
import { type EffectWatch, watchEffects } from "../state/watch-effects.ts";

/**
 * What a run may do with the two servers. A DatabaseFault names the side; that side is started again by the next
 * `makeReady`.
 */
export interface SidePair extends DatabaseChecks {
  /**
   * Gets both ready for the next case: puts the databases back to their base where the case writes or one before it
   * did, and starts a server again that has died or has not answered.
   */
  makeReady(given: Case): Promise<void>;
  /** Both servers have let go of their databases, which are still those that we made; to be called when a case is over. */
  release(given: Case): Promise<void>;
  /** Sends the case to both at the same time, in random order. */
  send(given: Case): Promise<Readonly<Record<Side, Exchange>>>;
  /** An answer with what was made for its side alone called as the project file calls it; see `OwnPlaces`. */
  nameOwn(side: Side, exchange: Exchange): Exchange;
  /** Sends a case to one side. */
  sendTo(side: Side, given: Case): Promise<Exchange>;
  /** What is written from now on, until the databases are put back, is told against the state as it is now. */
  markState(): Promise<void>;
  /** Watches what a case that was sent writes on both sides; undefined where effects are not to be compared. */
  watch(): EffectWatch | undefined;
  /** What a scenario captured on both sides as it filled their databases, as JSON texts that go together. */
  readonly captured: readonly (readonly [python: string, rust: string])[];
  /** Tables that a case emptied on a side; it is put back before the next. */
  emptied(): Promise<readonly string[]>;
}

/** A server that is kept running between runs. */
export interface WarmSide {
  readonly prepared: PreparedSide;
  /** What it was made from. */
  readonly origin: string;
  /** Its database cannot be used any more. */
  isBroken: boolean;
  /** A request may have written since the database was at its base. */
  isTouched: boolean;
}

/** What starting servers takes. */
export type SidesPreparation = Preparation & {
  readonly bases: BaseKeeper;
  readonly minting: Minting;
  readonly shared: SharedServices;
  readonly onOutput: (side: Side, text: string) => void;
  /** A server has gone to be started again, or is up. */
  readonly onRestart: () => void;
};

/** What the servers were started with, and how one is started again. */
interface StartedSides {
  readonly guard: Awaited<ReturnType<typeof guardDatabases>>;
  readonly bases: Awaited<ReturnType<typeof basesOf>>;
  readonly restart: (side: Side, stop: AbortSignal) => Promise<void>;
}

/**
 * Takes over those servers of `sides` in `warmSides` that still are what would be started now, starts the others side by side,
 * and keeps `warmSides` true, also where it throws.
 */
export async function startSides(
  warmSides: Map<Side, WarmSide>,
  sides: readonly Side[],
  project: Project,
  preparation: SidesPreparation,
): Promise<StartedSides> {
  const { ports, signal } = preparation;
  const guard = await guardDatabases(project, ports);
  const bases = await basesOf(project, { ...preparation, guard });
  const restart = async (side: Side, stop: AbortSignal): Promise<void> => {
    const origin = await originOf(side, project, bases[side].recipe, preparation);
    await warmSides.get(side)?.prepared.dispose();
    warmSides.delete(side);
    preparation.onRestart();
    stop.throwIfAborted();
    const { attach } = project.servers[side];
    const onOutput = (text: string): void => preparation.onOutput(side, text);
    const given = { ...preparation, guard, signal: stop, onOutput };
    const prepare = (): Promise<PreparedSide> => {
      if (attach !== undefined) return attachSide(side, project, attach, given);
      const { base } = bases[side];
      if (base === undefined) throw new Error(`There is no base for the ${side} side.`);
      return prepareSide(side, withOwnDatabase(project, side), base, given);
    };
    const prepared = await prepare();
    warmSides.set(side, { prepared, origin, isTouched: false, isBroken: false });
    preparation.onRestart();
  };

  await onBothSides(signal, async (side, stop) => {
    if (!sides.includes(side)) return;
    const warm = warmSides.get(side);
    const origin = await originOf(side, project, bases[side].recipe, preparation);
    const isReusable = warm !== undefined && isSound(warm) && warm.origin === origin;
    // A request that claims only to read may have written all the same, so that every run begins at the base.
    if (isReusable) warm.isTouched = true;
    else await namingSide(warmSides, side, () => restart(side, stop));
  });
  return { guard, bases, restart };
}

/** Starts both servers as `startSides` does, and gives what a run may do with them. */
export async function preparePair(
  warmSides: Map<Side, WarmSide>,
  project: Project,
  preparation: SidesPreparation,
): Promise<SidePair> {
  const { ports, signal } = preparation;
  const { guard, bases, restart } = await startSides(warmSides, SIDES, project, preparation);
  // Where both databases are at one server, once is enough.
  const grants = new Set(SIDES.map((side) => present(warmSides, side).prepared.missingRight));
  for (const grant of grants) {
    if (grant === undefined) continue;
    const finding = { code: "database-restarted-each-write", severity: "information", facts: { grant } } as const;
    preparation.emit({ kind: "finding", finding });
  }
  const notTold = new Set(SIDES.flatMap((side) => present(warmSides, side).prepared.notTold));
  if (notTold.size > 0) {
    const facts = { tables: [...notTold].toSorted().join(", ") };
    preparation.emit({ kind: "finding", finding: { code: "tables-not-compared", severity: "information", facts } });
  }

  /** Both databases were found to be there, and let go, since something was sent. */
  let areLookedAt = false;
  const sendOnce = (side: Side, given: Case): Promise<Exchange> => {
    const warm = present(warmSides, side);
    areLookedAt = false;
    if (given.isWriting) warm.isTouched = true;
    // A server that was kept from the last run follows the setting as it is now.
    const limits = { signal, bodyLimitBytes: project.bodyLimitBytes, timeMs: project.caseLimitMs };
    return warm.prepared.send(given, limits);
  };
  /** A server that died may have done so of what it was sent before. A step finds another state after a new start. */
  const sendTo = async (side: Side, given: Case): Promise<Exchange> => {
    const exchange = await sendOnce(side, given);
    const isAnswered = exchange.outcome.kind === "answer" || !present(warmSides, side).prepared.hasDied();
    if (isAnswered || given.step !== undefined) return exchange;
    await namingSide(warmSides, side, () => restart(side, signal));
    const again = await sendOnce(side, given);
    if (again.outcome.kind === "answer") {
      const facts = { side, case: given.name };
      const { endpoint } = given;
      preparation.emit({
        kind: "finding",
        finding: { code: "server-ended-late", severity: "warning", endpoint, facts },
      });
    }
    return again;
  };
  const send = async (given: Case): ReturnType<SidePair["send"]> => {
    const order = ports.random.next() < 0.5 ? SIDES : SIDES.toReversed();
    const exchanges = await Promise.all(order.map((side) => sendTo(side, given)));
    const [python, rust] = SIDES.map((side) => exchanges[order.indexOf(side)]);
    if (!python || !rust) throw new Error("A side was not sent its case.");
    return { python, rust };
  };
  // A request that proves something may write all the same.
  const sendReading = (reading: Case): Promise<unknown> => send({ ...reading, isWriting: true });
  const isUseChecked = (side: Side): boolean => databaseOf(project, side).useNotChecked === undefined;
  const sideOf = (side: Side): PreparedSide => present(warmSides, side).prepared;
  const common = await commonTables(project, sideOf);
  if (common?.whyNone !== undefined) {
    const facts = { reason: common.whyNone };
    preparation.emit({
      kind: "finding",
      finding: { code: "effects-of-other-databases", severity: "information", facts },
    });
  }
  /** What can be held against the other side's. */
  const comparable = (changes: DatabaseChanges): DatabaseChanges =>
    common ? changesIn(changes, common.tables) : changes;

  const { python: first, rust: second } = bases;
  const captured = [...(first.base?.filled?.captured ?? [])].flatMap(([name, value]) => {
    const other = second.base?.filled?.captured.get(name);
    return other === undefined ? [] : [[value, other] as const];
  });
  return {
    captured,
    ...databaseChecks(guard, isUseChecked, sideOf, sendReading),
    makeReady: async ({ isWriting }) => {
      const areReady = SIDES.every((side) => isAtBase(warmSides.get(side)));
      if (areReady && !isWriting) return signal.throwIfAborted();
      await onBothSidesWhole(signal, warmSides, onBothSides, async (side, stop) => {
        const warm = warmSides.get(side);
        const isStale = warm?.isTouched === true && isStartedAnew(side, project);
        if (warm === undefined || !isSound(warm) || isStale) {
          await restart(side, stop);
        } else if (isWriting || warm.isTouched) {
          if (await warm.prepared.restore(warm.isTouched)) warm.isTouched = false;
          else await restart(side, stop);
        }
      });
    },
    release: async ({ isWriting }) => {
      if (areLookedAt && !isWriting) return signal.throwIfAborted();
      await onBothSidesWhole(signal, warmSides, onBothSidesToEnd, async (side) => {
        const { prepared } = present(warmSides, side);
        // What died or hangs is started again anyway.
        if (!prepared.isSound()) return;
        await (isWriting ? prepared.requireFree() : prepared.version());
      });
    },
    send,
    nameOwn: (side, exchange) => warmSides.get(side)?.prepared.nameOwn(exchange) ?? exchange,
    sendTo,
    markState: () =>
      onBothSidesWhole(signal, warmSides, onBothSidesToEnd, async (side) => {
        const { prepared } = present(warmSides, side);
        if (prepared.isSound()) await prepared.markState();
      }),
    emptied: async () => {
      const emptiedOn = async (side: Side): Promise<readonly string[]> => {
        const { prepared } = present(warmSides, side);
        return prepared.isSound() ? prepared.emptied() : [];
      };
      const all = await Promise.all(SIDES.map((side) => namingSide(warmSides, side, () => emptiedOn(side))));
      const tables = [...new Set(all.flat())];
      if (tables.length > 0) for (const warm of warmSides.values()) warm.isTouched = true;
      return tables.toSorted();
    },
    watch: () => {
      const quietMs = Math.max(...allDatabases(project).map(({ quietMs: ms = 0 }) => ms));
      if (!areEffectsCompared(project) || (common?.whyNone !== undefined && !isAnythingBesideCompared(project)))
        return undefined;
      const python = watched(warmSides, "python");
      const rust = watched(warmSides, "rust");
      const logins = { python: sideOf("python").loginRows, rust: sideOf("rust").loginRows };
      const effect = async (): ReturnType<PreparedSide["effect"]> =>
        nameLoginRowsAlike(comparable(await rust.effect()), logins);
      const pythonEffect = async (): ReturnType<PreparedSide["effect"]> => comparable(await python.effect());
      const watch = watchEffects({ python: { ...python, effect: pythonEffect }, rust: { ...rust, effect } }, quietMs, {
        clock: ports.clock,
        signal,
      });
      const isWrittenNow = async (): Promise<boolean> => {
        const isWritten = await watch.isWrittenNow();
        areLookedAt = true;
        return isWritten;
      };
      return { ...watch, isWrittenNow };
    },
  };
}

/** It needs nothing before a case that only reads. */
function isAtBase(warm: WarmSide | undefined): boolean {
  return warm !== undefined && isSound(warm) && !warm.isTouched;
}

/** It, or something beside it, keeps state that nothing but a new start puts back. */
function isStartedAnew(side: Side, { servers, services = [] }: Project): boolean {
  if (servers[side].attach !== undefined) return false;
  return servers[side].restart === "per write" || services.some(isReplacedByRestart);
}

/** All that a server's state depends on, as a text. */
async function originOf(
  side: Side,
  project: Project,
  recipe: DatabaseRecipe,
  { ports, minting }: Preparation & { readonly minting: Minting },
): Promise<string> {
  const settings = project.servers[side];
  const { data, stubs, services, identities } = project;
  const database = databaseOf(project, side);
  const tokens = minting.tokensOf(project);
  const files = data?.base === undefined ? "" : await ports.folders.stamp(data.base);
  const code = await codeStateOf(settings, ports);
  return JSON.stringify([settings, database, data, stubs, services, files, identities, tokens, recipe, code]);
}

/** It can be used again, from its base. */
export function isSound({ prepared, isBroken }: WarmSide): boolean {
  return prepared.isSound() && !isBroken;
}

/** Names the side in a fault of its database, and has it started again. */
async function namingSide<T>(warmSides: ReadonlyMap<Side, WarmSide>, side: Side, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DatabaseFault)) throw error;
    const warm = warmSides.get(side);
    if (warm) warm.isBroken = true;
    throw new DatabaseFault(`The ${SIDE_NAMES[side]} server's database is at fault. ${error.message}`);
  }
}

/** Works on both sides at once, and rejects with a fault of a database only when both have ended: the run goes on after it. */
async function onBothSidesWhole(
  signal: AbortSignal,
  warmSides: ReadonlyMap<Side, WarmSide>,
  onBoth: typeof onBothSides,
  work: (side: Side, stop: AbortSignal) => Promise<void>,
): Promise<void> {
  const faults: DatabaseFault[] = [];
  await onBoth(signal, async (side, stop) => {
    try {
      await namingSide(warmSides, side, () => work(side, stop));
    } catch (error) {
      if (!(error instanceof DatabaseFault)) throw error;
      faults.push(error);
    }
  });
  if (faults[0] !== undefined) throw faults[0];
}

/** Works on both sides at once. Where one fails, the other is stopped; rejects with the first error when both have ended. */
async function onBothSides(signal: AbortSignal, work: (side: Side, stop: AbortSignal) => Promise<void>): Promise<void> {
  const failure = new AbortController();
  const stop = AbortSignal.any([signal, failure.signal]);
  await Promise.allSettled(
    SIDES.map((side) =>
      work(side, stop).catch((error: unknown) => {
        if (!failure.signal.aborted) failure.abort(error);
      }),
    ),
  );
  signal.throwIfAborted();
  failure.signal.throwIfAborted();
}

/** The same for short work, which nothing stops: a signal made of two others, one a case, costs as much as a request. */
async function onBothSidesToEnd(
  signal: AbortSignal,
  work: (side: Side, stop: AbortSignal) => Promise<void>,
): Promise<void> {
  const works = SIDES.map((side) => work(side, signal));
  await Promise.allSettled(works);
  signal.throwIfAborted();
  await Promise.all(works);
}

function present(warmSides: ReadonlyMap<Side, WarmSide>, side: Side): WarmSide {
  const warm = warmSides.get(side);
  if (!warm) throw new Error(`The ${side} side was used before it was prepared.`);
  return warm;
}

/** A request that claims only to read may write: what is found then is put back before the next one. */
function watched(warmSides: ReadonlyMap<Side, WarmSide>, side: Side): Pick<PreparedSide, "version" | "effect"> {
  const warm = present(warmSides, side);
  return {
    version: () => namingSide(warmSides, side, () => warm.prepared.version()),
    effect: () =>
      namingSide(warmSides, side, async () => {
        warm.isTouched = true;
        return warm.prepared.effect();
      }),
  };
}
