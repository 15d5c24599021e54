import { type Side, SIDES } from "#core/model/endpoint.ts";
import type { Project } from "#core/model/project.ts";
import { UserError } from "#core/model/user-error.ts";
import type { ServersState } from "#core/model/session.ts";
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
import { isSound, preparePair, type SidePair, type WarmSide } from "./side-pair.ts";

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
  /** Stops both servers and removes their databases; the next use starts them again. Waits for a run that is under way. */
  stop(): Promise<void>;
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
  let listener: Preparation["emit"] | undefined;
  let crashes = new CrashWatch();
  let last: Promise<unknown> = Promise.resolve();

  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
  const stopAll = async (): Promise<void> => {
    const all = [...warmSides.values()];
    warmSides.clear();
    await Promise.all(all.map(({ prepared }) => prepared.dispose()));
    await shared.dispose();
    await bases.dispose();
    onDidChangeState("stopped");
  };
  const stopUnsound = async (): Promise<void> => {
    const unsound = [...warmSides].filter(([, warm]) => !isSound(warm));
    for (const [side] of unsound) warmSides.delete(side);
    await Promise.all(unsound.map(([, { prepared }]) => prepared.dispose()));
    if (warmSides.size === 0) await stopAll();
    else onDidChangeState("running");
  };
  const areKept = (error: unknown, given: AbortSignal): boolean => {
    if (disposal.signal.aborted || error instanceof UnsafeServer) return false;
    return given.aborted || error instanceof UserError;
  };
  // A server outlives the run that started it, so that what it prints goes to whichever run listens.
  const onOutput = (side: Side, text: string): void => {
    listener?.({ kind: "output", side, text });
    for (const crash of crashes.push(side, text)) listener?.({ kind: "crashed", crash });
  };

  return {
    use: (written, { signal: given, emit }, run) =>
      inTurn(async () => {
        const signal = AbortSignal.any([given, disposal.signal]);
        const ownFiles = await ownFilesOf(written, ports);
        const preparation = { ports, signal, emit, onOutput, bases, minting, shared, ownFiles };
        crashes = new CrashWatch(ownFiles);
        listener = emit;
        try {
          signal.throwIfAborted();
          onDidChangeState("starting");
          const project = fillInProject(written, ports.secrets, minting);
          // What stops a start is told before a build takes its time.
          await requireEnvironmentFiles(project, ports);
          await requireNetwork(project, ports);
          // One after the other: a build uses all cores by itself.
          for (const side of SIDES) await buildServer(side, project.servers[side], preparation);
          const pair = await preparePair(warmSides, project, preparation);
          onDidChangeState("running");
          await run(pair);
          await pair.checkAtEnd();
          signal.throwIfAborted();
        } catch (error) {
          await (areKept(error, given) ? stopUnsound() : stopAll());
          throw error;
        } finally {
          listener = undefined;
        }
      }),
    stop: () => inTurn(stopAll),
    dispose: () => {
      disposal.abort();
      return inTurn(stopAll);
    },
  };
}
