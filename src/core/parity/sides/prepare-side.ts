import type { Case } from "#core/model/run/case.ts";
import type { DatabaseSchema } from "#core/model/databases/database-schema.ts";
import type { Side } from "#core/model/endpoint.ts";
import type { Exchange } from "#core/model/run/exchange.ts";
import type { Project } from "#core/model/project.ts";
import type { DatabaseChanges, TableChange } from "#core/model/run/table-change.ts";
import type { Disposable, Ports, ProcessExit } from "#core/ports.ts";

import type { SharedServices } from "../companions/shared-services.ts";
import type { Credentials } from "../identities/credentials.ts";
import { makeKnown } from "../identities/make-known.ts";
import type { Minting } from "../identities/minting.ts";
import type { DatabaseGuard } from "../state/database-guard.ts";
import { createSideState } from "../state/side-state.ts";
import { watchedProcesses } from "../state/watched-processes.ts";
import type { Preparation } from "../preparation.ts";
import type { OwnFile } from "../output/find-crashes.ts";
import type { Base } from "./base.ts";
import { type OwnPlaces, ownPlacesOf } from "./own-places.ts";
import { createOwnState } from "./own-state.ts";
import { exitText, lastWordsText } from "./server-text.ts";
import { type CaseLimits, sendCase } from "./send-case.ts";
import { type RunningServer, startServer } from "./start-server.ts";

/** How long a cancelled run waits for an answer that is under way, since a server that has answered can be kept. */
const ANSWER_MOMENT_MS = 500;

/** How long after a broken-off answer we wait to learn that the server died of it. */
const DEATH_WAIT_MS = 300;

/** One server that runs on a database of its own and what stands beside it, with the state to go back to. */
export interface PreparedSide extends Disposable {
  /** Sends a case with this side's credentials of its identity. Where no answer comes, the reason says how the server ended and what it wrote last. */
  send(given: Case, limits: CaseLimits): Promise<Exchange>;
  /** Puts the database, and what stands beside it, back to what it was after all logins. False where only a new start on a new copy does it; `isTouched` where a request may have written. */
  restore(isTouched: boolean): Promise<boolean>;
  /** From now on until the next restore, what is written is told against the state as it is now. */
  markState(): Promise<void>;
  /** The server has let go of its database after a case that wrote. */
  requireFree(): Promise<void>;
  /** 0 where nobody has written since the state was put back, kept or marked, else another number as soon as somebody has. */
  version(): Promise<number>;
  /** What was written since then; to be asked where the version says that somebody wrote. */
  effect(): Promise<DatabaseChanges>;
  /** See `Database`; undefined where nothing is known of it. */
  schema(): Promise<DatabaseSchema | undefined>;
  /** The tables that have lost all their rows, of which there were several, since the base. */
  emptied(): Promise<readonly string[]>;
  /** It lives and has answered all that it was sent; a handler that still works on a request could write into the next case. */
  isSound(): boolean;
  /** It has ended by itself, and had answered something before. */
  hasDied(): boolean;
  /** Whether the server was seen to use the database; it is watched from its start on. */
  isUseSeen(): Promise<boolean>;
  stopWatchingUse(): void;
  /** What the logins wrote. */
  readonly loginRows: readonly TableChange[];
  /** What was made for this side alone, in what it answers. What it wrote is named already. */
  nameOwn: OwnPlaces["exchange"];
  /** See `Database`. */
  readonly missingRight: string | undefined;
  /** See `Database`. */
  readonly notTold: readonly string[];
  /** See `OwnedProcess`. */
  openFiles(): Promise<readonly string[] | undefined>;
}

/** A side whose server we started. */
export interface StartedSide extends PreparedSide {
  /** Where it listens on loopback. */
  readonly port: number;
  /** Resolves when it has ended. */
  readonly exited: Promise<ProcessExit>;
}

/**
 * Copies the base, starts the server on the copy, makes all identities known, and keeps the state that this left as what is restored. A start and a login
 * may write, so that `guard` looks after each of them.
 */
export async function prepareSide(
  side: Side,
  project: Project,
  base: Base,
  preparation: Preparation & {
    readonly onOutput: (text: string) => void;
    readonly guard: DatabaseGuard;
    readonly minting: Minting;
    readonly shared: SharedServices;
  },
): Promise<StartedSide> {
  const { ports, signal, emit, guard, minting } = preparation;
  const acquired: Disposable[] = [];
  const disposeAll = async (): Promise<void> => {
    for (const disposable of acquired.splice(0).toReversed()) await disposable.dispose();
  };
  try {
    if (project.database.engine !== "none") emit({ kind: "preparing", side, step: "database" });
    const own = await createOwnState(project, base, { ...preparation, owner: side });
    const { database, companions } = own;
    acquired.push(own);
    signal.throwIfAborted();
    const watched = watchedProcesses(database, ports);
    const server = await startServer(
      side,
      project.servers[side],
      { database, companions },
      {
        ...preparation,
        ports: { ...ports, processes: watched.processes },
      },
    );
    acquired.push(server.process, server.client);
    await guard.requireOnlyOurs(side, server.process);
    const state = createSideState(database, companions, project.database.effectsNotCompared === undefined);
    acquired.push(state);
    const places = ownPlacesOf(server.values);
    const effect = async (): Promise<DatabaseChanges> => places.changes(await state.effect());
    let credentials: ReadonlyMap<string, Credentials> = new Map();
    let loginRows: readonly TableChange[] = [];
    if (project.identities !== undefined && project.identities.length > 0) {
      const isAsked = project.identities.some(({ methods }) => methods[side].kind === "login");
      if (isAsked) emit({ kind: "preparing", side, step: "login" });
      await state.keep();
      const context = { side, client: server.client, clock: ports.clock, minting, signal };
      credentials = await makeKnown(project, context, base.filled?.registered);
      await guard.requireOnlyOurs(side, server.process);
      const changes = await effect();
      loginRows = changes.kind === "changes" ? changes.tables : [];
    }
    signal.throwIfAborted();
    await state.keep();
    return {
      ...talkTo(server, credentials, ports, preparation.ownFiles?.[side]),
      port: Number(server.values["port"]),
      exited: server.process.exited,
      isUseSeen: () => watched.isSeen(),
      stopWatchingUse: () => watched.stop(),
      loginRows,
      missingRight: database.missingRight,
      notTold: database.notTold?.() ?? [],
      openFiles: () => server.process.openFiles(),
      restore: (isTouched) => state.restore(server.process, isTouched),
      markState: () => state.mark(),
      requireFree: () => database.requireFree(),
      version: () => state.version(),
      effect,
      nameOwn: (exchange) => places.exchange(exchange),
      schema: () => database.schema(),
      emptied: () => state.emptied(),
      dispose: disposeAll,
    };
  } catch (error) {
    await disposeAll();
    throw error;
  }
}

function talkTo(
  { process, client }: RunningServer,
  credentials: ReadonlyMap<string, Credentials>,
  ports: Pick<Ports, "clock" | "binaryFiles" | "secrets">,
  ownFile: OwnFile | undefined,
): Pick<PreparedSide, "send" | "isSound" | "hasDied"> {
  const { clock } = ports;
  let isAlive = true;
  let unanswered = 0;
  let answered = 0;
  void process.exited.then(() => (isAlive = false));
  return {
    isSound: () => isAlive && unanswered === 0,
    hasDied: () => !isAlive && answered > 0,
    send: async (given, limits) => {
      limits.signal.throwIfAborted();
      unanswered += 1;
      const moment = momentAfter(limits.signal, clock);
      const timed = { ...limits, signal: moment.signal };
      const exchange = await sendCase(given, timed, client, credentials, ports).finally(() => moment.end());
      if (exchange.outcome.kind === "answer") {
        unanswered -= 1;
        answered += 1;
        return exchange;
      }
      const exit = await Promise.race([process.exited, clock.sleep(DEATH_WAIT_MS, limits.signal)]);
      const ending = exit === undefined ? "" : ` The server ${exitText(exit)}.`;
      const reason = exchange.outcome.reason + ending + lastWordsText(process, ownFile);
      return { ...exchange, outcome: { kind: "unreachable", reason } };
    },
  };
}

/** A signal that aborts a moment after the given one, unless that was `end`ed by then. */
function momentAfter(
  given: AbortSignal,
  clock: Ports["clock"],
): { readonly signal: AbortSignal; readonly end: () => void } {
  const late = new AbortController();
  let over: AbortController | undefined;
  const onAbort = (): void => {
    over = new AbortController();
    void clock.sleep(ANSWER_MOMENT_MS, over.signal).then(
      () => late.abort(given.reason),
      // The answer came.
      () => undefined,
    );
  };
  given.addEventListener("abort", onAbort, { once: true });
  return {
    signal: late.signal,
    end: () => {
      given.removeEventListener("abort", onAbort);
      over?.abort();
    },
  };
}
