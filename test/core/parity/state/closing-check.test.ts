import { expect, test, vi } from "vitest";

import type { Side } from "#core/model/endpoint.ts";
import type { Project } from "#core/model/project.ts";
import type { RunEvent } from "#core/model/run/run-event.ts";
import type { CompareCase } from "#core/parity/run/settle-case.ts";
import { findingText } from "#core/report/findings/finding-text.ts";

import { caseOf } from "../case-of.ts";
import { createHarness } from "../harness.ts";
import { endText, type Habits, notesProject } from "../notes-servers.ts";

// Real processes on a machine that is busy with others.
vi.setConfig({ testTimeout: 30_000 });

const NOTES = caseOf("GET", "/notes");
const COUNT = caseOf("GET", "/count");
const WRITE = caseOf("POST", "/notes");

function withRestarts(project: Project, ...sides: readonly Side[]): Project {
  const { python, rust } = project.servers;
  const restarted = (side: Side): object => (sides.includes(side) ? { restart: "per write" } : {});
  return {
    ...project,
    servers: { python: { ...python, ...restarted("python") }, rust: { ...rust, ...restarted("rust") } },
  };
}

/** The end of a run that reads, writes and reads: verdicts on endpoints as they came, findings, and the last word. */
async function checkMemory(habits: Habits, ...restarted: readonly Side[]): Promise<string> {
  await using harness = await createHarness();
  const project = withRestarts(await notesProject(harness, habits), ...restarted);
  const events = await harness.run({ cases: [NOTES, COUNT, WRITE], project });
  expect(harness.errors).toEqual([]);
  return textOf(events);
}

function textOf(events: readonly RunEvent[]): string {
  const lines = events.flatMap((event) => {
    if (event.kind === "endpoint-ended") return [`${event.verdict.endpoint}: ${event.verdict.verdict}`];
    if (event.kind === "finding") return [`${event.finding.severity}: ${findingText(event.finding)}`];
    return event.kind === "ended" ? [JSON.stringify(event.totals.endpoints)] : [];
  });
  return [...lines, endText(events)].join("\n");
}

test("two servers that forget what the database forgets are sent some cases again, and nothing is told", async () => {
  expect(await checkMemory({})).toMatchInlineSnapshot(`
    "GET /notes: match
    GET /count: match
    POST /notes: match
    {"match":3,"differs":0,"failed":0}
    completed, 3 match, 0 differ, 0 failed"
  `);
});

test("a side that counts in memory contradicts itself, and the endpoint is not verified", async () => {
  expect(await checkMemory({ rust: { MEMORY: "count" } })).toMatchInlineSnapshot(`
    "GET /notes: match
    GET /count: match
    POST /notes: match
    error: The Rust server answers the case \`/count\` otherwise at the end of the run than before, on the same database: something outside the database has changed, and what was compared at this endpoint proves nothing. \`restart: per write\` beside its \`start\` in portolan.yaml starts it again after each write; where the answer depends on the time of day, a rule says so.
    GET /count: failed
    {"match":2,"differs":0,"failed":1}
    completed, 3 match, 0 differ, 0 failed"
  `);
});

test("it is found also where the case that reads comes after the one that wrote", async () => {
  await using harness = await createHarness();
  const project = await notesProject(harness, { rust: { MEMORY: "count" } });
  const text = textOf(await harness.run({ cases: [WRITE, COUNT], project }));
  expect(text).toContain("error: The Rust server answers the case");
  expect(text).toContain("GET /count: failed");
});

test("with restart: per write it is compared, and only it is started again", async () => {
  const both = { python: { MEMORY: "list" }, rust: { MEMORY: "count" } };
  expect(await checkMemory(both, "python", "rust")).toMatchInlineSnapshot(`
    "GET /notes: match
    GET /count: match
    POST /notes: match
    {"match":3,"differs":0,"failed":0}
    completed, 3 match, 0 differ, 0 failed"
  `);
});

test("what varies from one request to the next contradicts nothing", async () => {
  await using harness = await createHarness();
  const project = await notesProject(harness);
  // The two sides are taken for equal, so that what is left is what one side says twice.
  const compare: CompareCase = (_, { exchanges: { python, rust } }) => {
    const isOneSide = new URL(python.request.url).port === new URL(rust.request.url).port;
    const [left, right] = [python, rust].map(({ outcome }) => JSON.stringify("body" in outcome ? outcome.body : {}));
    return {
      verdict: isOneSide && left !== right ? "differs" : "match",
      differences: [],
      coverage: { compared: 1, ignored: 0, loosened: 0 },
      ruleHits: [],
    };
  };
  const events = await harness.run({ cases: [caseOf("GET", "/chance"), WRITE], project, compare });
  expect(events.filter(({ kind }) => kind === "finding")).toEqual([]);
  expect(endText(events)).toBe("completed, 2 match, 0 differ, 0 failed");
});
