import { expect, test } from "vitest";

import type { Side } from "#core/model/endpoint.ts";
import type { DatabaseChanges } from "#core/model/run/table-change.ts";
import type { PreparedSide } from "#core/parity/sides/prepare-side.ts";
import { watchEffects } from "#core/parity/state/watch-effects.ts";
import type { Clock } from "#core/ports.ts";

const NONE: DatabaseChanges = { kind: "changes", tables: [] };

/** A database whose version is what the function says. */
function side(version: () => number, changes: DatabaseChanges): Pick<PreparedSide, "version" | "effect"> {
  return { version: () => Promise.resolve(version()), effect: () => Promise.resolve(changes) };
}

/** Watches two databases under a clock that goes on only where somebody sleeps. */
function watch(sides: Readonly<Record<Side, Pick<PreparedSide, "version" | "effect">>>, quietMs = 0) {
  let now = 0;
  const clock: Clock = {
    now: () => now,
    elapsed: () => now,
    turn: () => Promise.resolve(),
    sleep: (ms) => {
      now += ms;
      return Promise.resolve();
    },
  };
  const watched = watchEffects(sides, quietMs, { clock, signal: new AbortController().signal });
  return { ...watched, elapsed: () => now };
}

const still = side(() => 1, NONE);

test("no time passes where nothing differs, and nothing is told where nobody changed a row", async () => {
  const watched = watch({ python: still, rust: side(() => 1, NONE) });
  expect(await watched.read()).toBeUndefined();
  expect(await watched.isWrittenNow()).toBe(false);
  expect(watched.elapsed()).toBe(0);
});

test("where they differ, a write is waited for a quarter of a second, and no longer than until it comes", async () => {
  const watched = watch({ python: still, rust: still });
  await watched.read();
  expect(await watched.isWrittenSoon()).toBe(false);
  expect(watched.elapsed()).toBe(250);

  let now = (): number => 0;
  const late = watch({ python: still, rust: side(() => (now() < 40 ? 1 : 2), NONE) });
  now = late.elapsed;
  await late.read();
  expect(await late.isWrittenSoon()).toBe(true);
  expect(late.elapsed()).toBe(40);
});

test("the project's quiet time is kept in any case", async () => {
  const watched = watch({ python: still, rust: still }, 100);
  await watched.read();
  expect(await watched.isWrittenNow()).toBe(false);
  expect(watched.elapsed()).toBe(100);
});

test("a server that goes on writing by itself is given up after five seconds", async () => {
  let now = (): number => 0;
  // Every ten milliseconds.
  const busy = watch({ python: still, rust: side(() => Math.floor(now() / 10), NONE) });
  now = busy.elapsed;
  do await busy.read();
  while (await busy.isWrittenSoon());
  expect(busy.elapsed()).toBeGreaterThan(5000);
  expect(busy.elapsed()).toBeLessThan(5050);
});

test("a side that changed more rows than anybody reads is named", async () => {
  const watched = watch({ python: still, rust: side(() => 2, { kind: "too many", table: "events", limit: 20_000 }) });
  expect(await watched.read()).toMatchInlineSnapshot(`
    {
      "kind": "too many",
      "reason": "The Rust server changed more than 20,000 rows of events, too many to be compared. Let the case write less.",
    }
  `);
});

test("of a database that nobody has written to the version is looked at, and no row", async () => {
  let looks = 0;
  const unwritten: Pick<PreparedSide, "version" | "effect"> = {
    version: () => {
      looks += 1;
      return Promise.resolve(0);
    },
    effect: () => Promise.reject(new Error("nobody wrote")),
  };
  const watched = watch({ python: unwritten, rust: unwritten });
  expect(await watched.isWrittenNow()).toBe(false);
  expect(looks).toBe(2);
  expect(await watched.read()).toBeUndefined();
});

test("what was written before the first look counts as written", async () => {
  const watched = watch({ python: side(() => 0, NONE), rust: still });
  expect(await watched.isWrittenNow()).toBe(true);
});
