import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";

import { compareExchanges } from "#core/compare/compare-exchanges.ts";
import { placeText } from "#core/model/place.ts";
import type { CaseResult } from "#core/model/run/verdict.ts";

import { caseOf } from "./case-of.ts";
import { createHarness } from "./harness.ts";

// Real processes on a machine that is busy with others.
vi.setConfig({ testTimeout: 30_000 });

const PANIC = `thread 'tokio-rt-worker' (71) panicked at src/nodes.rs:41:10:
called \`Option::unwrap()\` on a \`None\` value
note: run with \`RUST_BACKTRACE=1\` environment variable to display a backtrace`;

const environment = (printed: string) => ({ DATABASE: "${database}", DRIFT: "-gate", TRACEBACK: printed });

test("a panic that is printed after a 500 explains it, at its place, in the case that it belongs to", async () => {
  await using harness = await createHarness();
  await mkdir(join(harness.root, "rust/src"));
  await writeFile(join(harness.root, "rust/src/nodes.rs"), "");
  const events = await harness.run({
    cases: [caseOf("GET", "/raise"), caseOf("GET", "/nodes")],
    project: harness.project({ rust: { environment: environment(PANIC) } }),
    compare: (_, { exchanges }) => compareExchanges({ ...exchanges, rules: [] }),
  });
  const results = events.flatMap((event) => (event.kind === "case-ended" ? [event.result] : []));
  expect(results.map((result) => explanation(result))).toEqual([
    {
      crashes: ["rust panicked: called `Option::unwrap()` on a `None` value at rust/src/nodes.rs:41:10, 3 lines"],
      hint: "Rust panicked at rust/src/nodes.rs:41:10: called `Option::unwrap()` on a `None` value.",
      place: "rust/src/nodes.rs:41:10",
    },
    { crashes: [], hint: undefined, place: undefined },
  ]);
  // The case that differs is sent twice.
  expect(events.filter(({ kind }) => kind === "crashed")).toHaveLength(2);
});

test("a case whose Python answer is a 500 fails with what Python raised", async () => {
  await using harness = await createHarness();
  const traceback = `Traceback (most recent call last):
  File "${harness.root}/python/app.py", line 7, in nodes
    return rows[key]
KeyError: 'x'`;
  await writeFile(join(harness.root, "python/app.py"), "");
  const events = await harness.run({
    cases: [caseOf("GET", "/raise")],
    project: harness.project({ python: { environment: environment(traceback) } }),
  });
  const [result] = events.flatMap((event) => (event.kind === "case-ended" ? [event.result] : []));
  expect(result?.verdict).toBe("failed");
  expect(result?.reason).toMatch(/ Python raised at python\/app\.py:7:1: KeyError: 'x'\.$/);
});

function explanation({ crashes = [], differences }: CaseResult): object {
  const status = differences.find(({ part }) => part === "status");
  const place = status?.places?.rust;
  return {
    crashes: crashes.map(({ side, message, place: at, text }) => {
      return `${side} ${message} at ${at && placeText(at)}, ${text.split("\n").length} lines`;
    }),
    hint: status?.hint?.text,
    place: place && placeText(place),
  };
}
