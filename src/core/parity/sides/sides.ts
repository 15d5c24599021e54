import { type Side, SIDES } from "#core/model/endpoint.ts";
import type { Project } from "#core/model/project.ts";
import { UserError } from "#core/model/user-error.ts";
import { allDatabases } from "#core/model/databases/side-database.ts";
import { SERVERS_STOPPED, type ServersState, type ServerState } from "#core/model/session.ts";
import type { Disposable } from "#core/ports.ts";

import { createSharedServices } from "../companions/shared-services.ts";
import { createMinting } from "../identities/minting.ts";
import { createBaseKeeper } from "../state/base-keeper.ts";
import { CrashWatch } from "../output/crash-watch.ts";
import { ownFilesOf } from "../output/own-files.ts";
import { UnsafeServer } from "../state/database-guard.ts";
import { buildServer } from "./build-server.ts";
import { requireEnvironmentFiles } from "./environment-for.ts";
import { fillInProject } from "./fill-in-project.ts";
import type { ParityPorts, Preparation } from "../preparation.ts";
import { requireNetwork } from "./require-network.ts";
import { sidesThatMake } from "./make-base.ts";
import { isSound, preparePair, type SidePair, type SidesPreparation, startSides, type WarmSide } from "./side-pair.ts";

/** The two servers of a project, kept running between runs. */
export interface Sides extends Disposable {
  /**
   * Builds, starts what does not run yet or is no longer what would be started, and calls `run`. The servers stay up
   * after it. Where it throws or the signal aborts, those that live and have answered all that they were sent stay up too,
   * and both are stopped for a fault of ours or where one may have written to a database that is not ours. A second call
   * waits for the first.
   */
  use(
    project: Project,
    given: Pick<Preparation, "signal" | "emit">,
    run: (pair: SidePair) => Promise<void>,
  ): Promise<void>;
  /** Builds and starts these sides as `use` does; the next use takes them over. What the other side does stays as it is. */
  start(project: Project, sides: readonly Side[], given: Pick<Preparation, "signal" | "emit">): Promise<void>;
  /**
   * Stops these sides, both where none is named, and removes their databases; the next use starts them again. Waits for a
   * run that is under way.
   */
  stop(sides?: readonly Side[]): Promise<void>;
}

/**
 * Nothing runs until the first use. `onDidChangeState` is told what the two servers do. Disposing stops them, also in the
 * middle of a run.
 */
export function createSides(
  ports: ParityPorts,
  onDidChangeState: (state: ServersState) => void = () => undefined,
): Sides {
  const warmSides = new Map<Side, WarmSide>();
  const bases = createBaseKeeper();
  const shared = createSharedServices();
  const minting = createMinting(ports.webTokens, ports.clock);
  const disposal = new AbortController();
  const starting = new Set<Side>();
  let told = SERVERS_STOPPED;
  let listener: Preparation["emit"] | undefined;
  let crashes = new CrashWatch();
  let last: Promise<unknown> = Promise.resolve();

  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
  const tellState = (): void => {
    const stateOf = (side: Side): ServerState => {
      const warm = warmSides.get(side);
      if (warm !== undefined && isSound(warm)) return "running";
      return starting.has(side) ? "starting" : "stopped";
    };
    const state = { python: stateOf("python"), rust: stateOf("rust") };
    if (SIDES.every((side) => told[side] === state[side])) return;
    told = state;
    onDidChangeState(state);
  };
  const stopAll = async (): Promise<void> => {
    const all = [...warmSides.values()];
    warmSides.clear();
    await Promise.all(all.map(({ prepared }) => prepared.dispose()));
    await shared.dispose();
    await bases.dispose();
    tellState();
  };
  const stopSome = async (sides: readonly Side[]): Promise<void> => {
    const some = sides.flatMap((side) => warmSides.get(side) ?? []);
    for (const side of sides) warmSides.delete(side);
    await Promise.all(some.map(({ prepared }) => prepared.dispose()));
    if (warmSides.size === 0) await stopAll();
    else tellState();
  };
  const stopUnsound = (): Promise<void> =>
    stopSome([...warmSides].flatMap(([side, warm]) => (isSound(warm) ? [] : [side])));
  const areKept = (error: unknown, given: AbortSignal): boolean => {
    if (disposal.signal.aborted || error instanceof UnsafeServer) return false;
    return given.aborted || error instanceof UserError;
  };
  // A server outlives the run that started it, so that what it prints goes to whichever run listens.
  const onOutput = (side: Side, text: string): void => {
    listener?.({ kind: "output", side, text });
    for (const crash of crashes.push(side, text)) listener?.({ kind: "crashed", crash });
  };

  /** Builds the sides that `work` starts, which is given what that takes, and keeps what lives. */
  const withBuilt = (
    written: Project,
    sides: readonly Side[],
    { signal: given, emit }: Pick<Preparation, "signal" | "emit">,
    work: (project: Project, preparation: SidesPreparation) => Promise<void>,
  ): Promise<void> =>
    inTurn(async () => {
      const signal = AbortSignal.any([given, disposal.signal]);
      const ownFiles = await ownFilesOf(written, ports);
      const preparation = { ports, signal, emit, onOutput, bases, minting, shared, ownFiles, onRestart: tellState };
      crashes = new CrashWatch(ownFiles);
      listener = emit;
      for (const side of sides) starting.add(side);
      try {
        signal.throwIfAborted();
        tellState();
        const project = fillInProject(written, ports.secrets, minting);
        // What stops a start is told before a build takes its time.
        await requireEnvironmentFiles(project, ports);
        await requireNetwork(project, ports);
        const makers = new Set(allDatabases(project).flatMap(sidesThatMake));
        const built = SIDES.filter((side) => sides.includes(side) || makers.has(side));
        // One after the other: a build uses all cores by itself.
        for (const side of built) await buildServer(side, project.servers[side], preparation);
        await work(project, preparation);
        signal.throwIfAborted();
      } catch (error) {
        starting.clear();
        await (areKept(error, given) ? stopUnsound() : stopAll());
        throw error;
      } finally {
        starting.clear();
        listener = undefined;
        tellState();
      }
    });

  return {
    use: (written, given, run) =>
      withBuilt(written, SIDES, given, async (project, preparation) => {
        const pair = await preparePair(warmSides, project, preparation);
        await run(pair);
        await pair.checkAtEnd();
      }),
    start: (written, sides, given) =>
      withBuilt(written, sides, given, async (project, preparation) => {
        await startSides(warmSides, sides, project, preparation);
      }),
    stop: (sides = SIDES) => inTurn(() => stopSome(sides)),
    dispose: () => {
      disposal.abort();
      return inTurn(stopAll);
    },
  };
}
