import type { Project } from "#core/model/project.ts";
import type { RunEvent } from "#core/model/run/run-event.ts";
import type { ServersSelection } from "#core/model/session.ts";

import type { ParityPorts } from "../preparation.ts";
import type { Sides } from "../sides/sides.ts";
import { createEventQueue } from "./event-queue.ts";
import { outcomeOf } from "./run-outcome.ts";
import { RunTally } from "./run-tally.ts";

/** A run that builds and starts servers and compares nothing: the same events, `started` first, `ended` last. */
export async function* startServers(
  { sides: chosen, isRestart }: ServersSelection,
  project: Project,
  { ports, sides, signal }: { readonly ports: ParityPorts; readonly sides: Sides; readonly signal: AbortSignal },
): AsyncGenerator<RunEvent, void, undefined> {
  const left = new AbortController();
  const stop = AbortSignal.any([signal, left.signal]);
  const queue = createEventQueue<RunEvent>();
  const work = async (): Promise<void> => {
    const start = ports.clock.elapsed();
    const outcome = await outcomeOf(
      async () => {
        if (isRestart === true) await sides.stop(chosen);
        await sides.start(project, chosen, { signal: stop, emit: (event) => void queue.push(event) });
      },
      { ports, signal: stop },
    );
    const totals = new RunTally().totals({ unported: [], withoutCases: [] }, ports.clock.elapsed() - start);
    void queue.push({ kind: "ended", outcome, totals, ruleHits: [] });
    queue.close();
  };
  void queue.push({ kind: "started", endpoints: [], cases: 0 });
  const ended = work();
  try {
    yield* queue;
  } finally {
    left.abort();
    await ended;
  }
}
