import { expect, test } from "vitest";

import { endpointKey } from "#core/model/endpoint.ts";
import type { RunEvent } from "#core/model/run/run-event.ts";

import { RunProblems } from "../../src/server/run-problems.ts";
import { samplePlace } from "../protocol/sample-ledger.ts";

const BUILD: RunEvent = {
  kind: "build-problem",
  problem: {
    side: "rust",
    message: "mismatched types",
    code: "E0308",
    place: samplePlace("rs/nodes.rs:12"),
    related: [{ message: "defined here", place: samplePlace("rs/store.rs:3") }],
  },
};
const CRASH: RunEvent = {
  kind: "crashed",
  crash: { side: "rust", message: "panicked: no rows", place: samplePlace("rs/nodes.rs:41"), text: "" },
};
const BUILDING: RunEvent = { kind: "preparing", side: "rust", step: "build" };
const STARTED: RunEvent = { kind: "started", endpoints: [endpointKey("GET", "/")], cases: 1 };

/** The diagnostics after these events. */
function checkProblems(events: readonly RunEvent[]): string {
  const problems = new RunProblems();
  for (const event of events) problems.take(event);
  return [...problems.diagnostics("/home/ada")]
    .flatMap(([uri, all]) =>
      all.map(
        ({ range, source, code, message }) =>
          `${uri}:${range.start.line + 1} ${source} ${code}: ${typeof message === "string" ? message : message.value}`,
      ),
    )
    .join("\n");
}

test("errors of a build and crashes stand at their places, one that happens again once", () => {
  expect(checkProblems([STARTED, BUILDING, BUILD, CRASH, CRASH])).toMatchInlineSnapshot(`
    "file:///home/ada/rs/nodes.rs:12 portolan build E0308: mismatched types
    file:///home/ada/rs/nodes.rs:41 portolan panic: panicked: no rows"
  `);
});

test("the next build of the side says its errors anew, its progress does not", () => {
  expect(checkProblems([BUILDING, BUILD, { ...BUILDING, build: { crates: 3, seconds: 1 } }])).toContain("mismatched");
  expect(checkProblems([BUILDING, BUILD, { ...BUILDING, side: "python" }])).toContain("mismatched");
  expect(checkProblems([BUILDING, BUILD, BUILDING])).toBe("");
});

test("crashes go with the next run, errors of a build stay until the next build", () => {
  expect(checkProblems([STARTED, BUILD, CRASH, STARTED])).not.toContain("panicked");
  expect(checkProblems([STARTED, BUILD, CRASH, STARTED])).toContain("mismatched");
});
