import { expect, test, vi } from "vitest";

import { compareExchanges } from "#core/compare/compare-exchanges.ts";
import type { Case } from "#core/model/run/case.ts";
import type { Side } from "#core/model/endpoint.ts";
import type { DatabaseSettings } from "#core/model/project.ts";
import type { RunEvent } from "#core/model/run/run-event.ts";
import type { CompareCase } from "#core/parity/run/settle-case.ts";

import { caseOf } from "../case-of.ts";
import { createHarness } from "../harness.ts";

// Real processes on a machine that is busy with others.
vi.setConfig({ testTimeout: 30_000 });

const READ = caseOf("GET", "/nodes");
const WRITE = caseOf("POST", "/write");

/** How the cases come out between two servers of these habits: the verdict, the differences, and both effects. */
async function checkHabits(
  habits: Partial<Record<Side, string>>,
  cases: readonly Case[],
  database: Partial<DatabaseSettings> = {},
): Promise<string> {
  await using harness = await createHarness();
  const settings = (side: Side): object => ({ environment: { DATABASE: "${database}", HABIT: habits[side] ?? "" } });
  const project = harness.project({ python: settings("python"), rust: settings("rust") });
  const events = await harness.run({
    cases,
    compare,
    project: { ...project, database: { ...project.database, ...database } },
  });
  expect(harness.errors).toEqual([]);
  return events.flatMap((event) => caseText(event)).join("\n");
}

const compare: CompareCase = (_, { exchanges, effects, renaming }) =>
  compareExchanges({ ...exchanges, rules: [], renaming, ...(effects && { effects }) });

function caseText(event: RunEvent): readonly string[] {
  if (event.kind !== "case-ended") return [];
  const { verdict, differences, effects, case: sent } = event.result;
  return [
    `${sent.method} ${sent.target}: ${verdict}`,
    ...differences.map(({ part, class: found, pointers }) => `  ${part} ${found} ${pointers.python ?? pointers.rust}`),
    ...(effects === undefined ? [] : [`  python ${effects.python}`, `  rust   ${effects.rust}`]),
  ];
}

test("what both servers write is equal, and a case that only reads has no effect", async () => {
  expect(await checkHabits({}, [READ, WRITE, READ])).toMatchInlineSnapshot(`
    "GET /nodes: match
    GET /nodes: match
    POST /write: match
      python {"nodes":{"key":[],"inserted":[{"name":"new"}]}}
      rust   {"nodes":{"key":[],"inserted":[{"name":"new"}]}}"
  `);
});

test("equal answers, and one server did not write", async () => {
  expect(await checkHabits({ rust: "never" }, [WRITE])).toMatchInlineSnapshot(`
    "POST /write: differs
      effect missing /nodes
      python {"nodes":{"key":[],"inserted":[{"name":"new"}]}}
      rust   {}"
  `);
});

test("a server that writes after its answer is waited for", async () => {
  expect(await checkHabits({ rust: "late" }, [WRITE])).toMatchInlineSnapshot(`
    "POST /write: match
      python {"nodes":{"key":[],"inserted":[{"name":"new"}]}}
      rust   {"nodes":{"key":[],"inserted":[{"name":"new"}]}}"
  `);
});

test("where both write after their answers, the project says how long it must be quiet", async () => {
  expect(await checkHabits({ python: "late", rust: "late" }, [WRITE], { quietMs: 1000 })).toMatchInlineSnapshot(`
    "POST /write: match
      python {"nodes":{"key":[],"inserted":[{"name":"new"}]}}
      rust   {"nodes":{"key":[],"inserted":[{"name":"new"}]}}"
  `);
});

test("a request to read that writes on one side is found, and put back before the next", async () => {
  expect(await checkHabits({ rust: "always" }, [READ, READ])).toMatchInlineSnapshot(`
    "GET /nodes: differs
      body extra /1
      effect extra /nodes
      python {}
      rust   {"nodes":{"key":[],"inserted":[{"name":"seen"}]}}
    GET /nodes: differs
      body extra /1
      effect extra /nodes
      python {}
      rust   {"nodes":{"key":[],"inserted":[{"name":"seen"}]}}"
  `);
});

test("a secret that was answered is masked in the row too, whatever the column is called", async () => {
  expect(await checkHabits({}, [caseOf("POST", "/token")])).toMatchInlineSnapshot(`
    "POST /token: differs
      body value /token
      effect value /nodes/inserted/1/name
      python {"nodes":{"key":[],"inserted":[{"name":"new"},{"name":"•••"}]}}
      rust   {"nodes":{"key":[],"inserted":[{"name":"new"},{"name":"•••"}]}}"
  `);
});

test("effects are not compared where the project says so", async () => {
  const effectsNotCompared = "Rust writes into a queue.";
  expect(await checkHabits({ rust: "never" }, [WRITE], { effectsNotCompared })).toMatchInlineSnapshot(
    `"POST /write: match"`,
  );
});
