import { expect, test, vi } from "vitest";

import type { Ports } from "#core/ports.ts";

import { caseOf } from "./case-of.ts";
import { createHarness } from "./harness.ts";

vi.setConfig({ testTimeout: 120_000 });

/** The ports, of which each call is noted in `names` (`clock.sleep`, `database.execute`, …) before it is made. */
function noting(ports: Ports, names: string[], onCall: () => void): Partial<Ports> {
  const noted = <T extends object>(name: string, port: T): T =>
    new Proxy(port, {
      get: (target, key) => {
        const member: unknown = Reflect.get(target, key);
        if (typeof member !== "function") return member;
        return (...args: readonly unknown[]): unknown => {
          names.push(`${name}.${String(key)}`);
          onCall();
          const answer: unknown = Reflect.apply(member, target, args);
          if (name === "http") return noted("client", answer as object);
          return name === "databases" ? (answer as Promise<object>).then((made) => noted("database", made)) : answer;
        };
      },
    });
  const { clock, http, listener, processes, databases } = ports;
  return {
    clock: noted("clock", clock),
    http: noted("http", http),
    listener: noted("listener", listener),
    processes: noted("processes", processes),
    databases: noted("databases", databases),
  };
}

/** Cancels a run in the call that `isMoment` chooses, or some turns of the event loop after it; which calls there were. */
async function cancelAt(isMoment: (names: readonly string[]) => boolean, turns: number): Promise<readonly string[]> {
  const cancel = new AbortController();
  const names: string[] = [];
  let hasCome = false;
  await using harness = await createHarness((ports) =>
    noting(ports, names, () => {
      if (hasCome || !isMoment(names)) return;
      hasCome = true;
      afterTurns(turns, () => cancel.abort());
    }),
  );
  const events = await harness.run({ cases: [caseOf("GET", "/nodes")], signal: cancel.signal });
  if (cancel.signal.aborted) {
    expect(events.filter(({ kind }) => kind === "ended")).toHaveLength(1);
    expect(events.at(-1)).toMatchObject({ outcome: { kind: "cancelled" } });
    await harness.sides.stop();
    expect(await harness.leftovers()).toEqual([]);
    expect(harness.errors).toEqual([]);
  }
  return names;
}

function afterTurns(turns: number, work: () => void): void {
  if (turns === 0) work();
  else setImmediate(() => afterTurns(turns - 1, work));
}

// A rejection that nobody holds ends a real process, and fails this test by itself.
test.each([0, 1])("a run cancelled %i turns after a call to the outside ends as cancelled", async (turns) => {
  const calls = [...new Set(await cancelAt(() => false, 0))];
  expect(calls).toEqual(
    expect.arrayContaining(["clock.sleep", "databases.makeBase", "processes.start", "client.send"]),
  );
  // Most of the time is spent waiting for processes to end, so that some can be tried side by side.
  for (let at = 0; at < calls.length; at += 5) {
    await Promise.all(calls.slice(at, at + 5).map((name) => cancelAt((names) => names.at(-1) === name, turns)));
  }
});
