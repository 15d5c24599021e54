import { expect, test, vi } from "vitest";

import type { Case } from "#core/model/run/case.ts";
import { endpointKey } from "#core/model/endpoint.ts";

import { caseOf, openCase } from "./case-of.ts";
import { eventsText } from "./events-text.ts";
import { createHarness } from "./harness.ts";

// Real processes on a machine that is busy with others.
vi.setConfig({ testTimeout: 30_000 });

const READ = caseOf("GET", "/nodes");

test("equal servers match, and no write is seen by the case after it", async () => {
  await using harness = await createHarness();
  const events = await harness.run({
    cases: [READ, caseOf("POST", "/nodes"), caseOf("POST", "/nodes", { id: "again" }), caseOf("GET", "/last")],
  });
  expect(eventsText(events)).toMatchInlineSnapshot(`
    "started: 4 cases of GET /nodes, POST /nodes, GET /last
    case /nodes: match
        python 200 [{"name":"north"}]
        rust 200 [{"name":"north"}]
    endpoint GET /nodes: match 1 of 1
    case /nodes: match
        python 200 [{"name":"north"},{"name":"new"}]
        rust 200 [{"name":"north"},{"name":"new"}]
    case again: match
        python 200 [{"name":"north"},{"name":"new"}]
        rust 200 [{"name":"north"},{"name":"new"}]
    endpoint POST /nodes: match 2 of 2
    case /last: match
        python 200 [{"name":"north"}]
        rust 200 [{"name":"north"}]
    endpoint GET /last: match 1 of 1
    ended completed: 4 match, 0 differ, 0 failed, rule 0 hit 4"
  `);
});

test("another answer differs", async () => {
  await using harness = await createHarness();
  const events = await harness.run({
    cases: [READ],
    project: harness.project({ rust: { environment: { DATABASE: "${database}", DRIFT: "-gate" } } }),
  });
  expect(eventsText(events)).toMatchInlineSnapshot(`
    "started: 1 cases of GET /nodes
    case /nodes: differs
        python 200 [{"name":"north"}]
        rust 200 [{"name":"north-gate"}]
    endpoint GET /nodes: differs 0 of 1
    ended completed: 0 match, 1 differ, 0 failed, rule 0 hit 1"
  `);
});

test("a body beyond the limit fails its case with the size seen, also where the servers run already", async () => {
  await using harness = await createHarness();
  expect(eventsText(await harness.run({ cases: [READ] }))).toContain("1 match");
  const events = await harness.run({ cases: [READ], project: { ...harness.project(), bodyLimitBytes: 10 } });
  expect(eventsText(events)).toMatchInlineSnapshot(`
    "started: 1 cases of GET /nodes
    case /nodes: failed The Python server gave no answer. It answered with more than 10 bytes; 18 bytes had come when it was cut off. \`body_limit\` in the project file allows more. It printed last:
    listening
    GET /ready
    GET /ready
    POST /login
    GET /nodes Bearer •••
    GET /nodes Bearer •••
        python unreachable
        rust unreachable
    endpoint GET /nodes: failed 0 of 1 The Python server gave no answer. It answered with more than 10 bytes; 18 bytes had come when it was cut off. \`body_limit\` in the project file allows more. It printed last:
    listening
    GET /ready
    GET /ready
    POST /login
    GET /nodes Bearer •••
    GET /nodes Bearer •••
    ended completed: 0 match, 0 differ, 1 failed"
  `);
});

test("two servers that both answer 401 prove nothing", async () => {
  await using harness = await createHarness();
  const events = await harness.run({
    cases: [openCase("GET", "/nodes"), { ...READ, id: "other" }],
  });
  expect(eventsText(events)).toMatchInlineSnapshot(`
    "started: 2 cases of GET /nodes
    case /nodes: failed Python answered 401 where the case expects 200: {"detail":"Not authenticated"}. Correct the case, the seed or the login.
        python 401 {"detail":"Not authenticated"}
        rust 401 {"detail":"Not authenticated"}
    case other: match
        python 200 [{"name":"north"}]
        rust 200 [{"name":"north"}]
    endpoint GET /nodes: failed 1 of 2 Python answered 401 where the case expects 200: {"detail":"Not authenticated"}. Correct the case, the seed or the login.
    ended completed: 1 match, 0 differ, 1 failed, rule 0 hit 1"
  `);
});

test("a negative case that expects 401 matches", async () => {
  await using harness = await createHarness();
  const events = await harness.run({ cases: [{ ...openCase("GET", "/nodes"), expect: [401] }] });
  expect(eventsText(events)).toMatchInlineSnapshot(`
    "started: 1 cases of GET /nodes
    case /nodes: match
        python 401 {"detail":"Not authenticated"}
        rust 401 {"detail":"Not authenticated"}
    endpoint GET /nodes: match 1 of 1
    ended completed: 1 match, 0 differ, 0 failed, rule 0 hit 1"
  `);
});

test("two servers that fail alike prove nothing where nothing is expected", async () => {
  await using harness = await createHarness();
  const events = await harness.run({
    cases: [expectingNothing("GET", "/broken"), caseOf("GET", "/broken", { id: "expected", expect: [500] })],
  });
  expect(eventsText(events)).toMatchInlineSnapshot(`
    "started: 2 cases of GET /broken
    case /broken: failed Both servers answered 500, which proves nothing: {"detail":"no such column"}. Mend what fails, or write \`expect: 500\` if that is the answer to expect.
        python 500 {"detail":"no such column"}
        rust 500 {"detail":"no such column"}
    case expected: match
        python 500 {"detail":"no such column"}
        rust 500 {"detail":"no such column"}
    endpoint GET /broken: failed 1 of 2 Both servers answered 500, which proves nothing: {"detail":"no such column"}. Mend what fails, or write \`expect: 500\` if that is the answer to expect.
    ended completed: 1 match, 0 differ, 1 failed, rule 0 hit 2"
  `);
});

test("a refusal that nobody expects matches and does not show that the endpoint works; one of several statuses does", async () => {
  await using harness = await createHarness();
  const { identity: _, ...refused } = expectingNothing("GET", "/nodes");
  const { identity: __, ...allowed } = caseOf("GET", "/nodes", { id: "allowed", expect: [403, 401] });
  expect(eventsText(await harness.run({ cases: [refused] }))).toMatchInlineSnapshot(`
    "started: 1 cases of GET /nodes
    case /nodes: match
        python 401 {"detail":"Not authenticated"}
        rust 401 {"detail":"Not authenticated"}
    endpoint GET /nodes: failed 1 of 1 No case shows that this endpoint works: Python answered 401 and nothing says that it is to. Write a case that it answers with success, or what is expected: \`expect: 401\`.
    ended completed: 1 match, 0 differ, 0 failed, rule 0 hit 1"
  `);
  expect(eventsText(await harness.run({ cases: [refused, allowed] }))).toContain("GET /nodes: match 2 of 2");
  expect(eventsText(await harness.run({ cases: [refused, expectingNothing("GET", "/nodes")] }))).toContain(
    "GET /nodes: match 2 of 2",
  );
});

/** A case without an expected status. */
function expectingNothing(...given: Parameters<typeof caseOf>): Case {
  const { expect: _, ...rest } = caseOf(...given);
  return rest;
}

test("a server that dies fails its case with what it wrote last, and is started again for the next", async () => {
  await using harness = await createHarness();
  const events = await harness.run({ cases: [caseOf("GET", "/die"), READ] });
  expect(eventsText(events)).toMatchInlineSnapshot(`
    "started: 2 cases of GET /die, GET /nodes
    case /die: failed The Python server gave no answer. It broke the connection off before the answer was complete. The server ended with code 101. It printed last:
    listening
    GET /ready
    GET /ready
    POST /login
    GET /die Bearer •••
    thread 'main' panicked
        python unreachable
        rust unreachable
    endpoint GET /die: failed 0 of 1 The Python server gave no answer. It broke the connection off before the answer was complete. The server ended with code 101. It printed last:
    listening
    GET /ready
    GET /ready
    POST /login
    GET /die Bearer •••
    thread 'main' panicked
    case /nodes: match
        python 200 [{"name":"north"}]
        rust 200 [{"name":"north"}]
    endpoint GET /nodes: match 1 of 1
    ended completed: 1 match, 0 differ, 1 failed, rule 0 hit 1"
  `);
});

test("an endpoint without a case has no verdict and is told at the end, and no server is started for it", async () => {
  await using harness = await createHarness();
  const endpoint = endpointKey("GET", "/empty");
  const events = await harness.runNothing(endpoint);
  expect(eventsText(events)).toMatchInlineSnapshot(`
    "started: 0 cases of 
    ended completed: 0 match, 0 differ, 0 failed"
  `);
  expect(events.at(-1)).toMatchObject({ totals: { withoutCases: [endpoint] } });
  expect(harness.states).toEqual([]);
});

test("a token of the login stands in nothing that is told", async () => {
  await using harness = await createHarness();
  const events = await harness.run({ cases: [READ] });
  const texts = events.map((event) => JSON.stringify(event));
  expect(texts.find((text) => text.startsWith('{"kind":"output"') && text.includes("/nodes"))).toContain("Bearer •••");
  const shown = texts.find((text) => text.startsWith('{"kind":"case-ended"'));
  expect(shown).toContain('["authorization","Bearer •••"]');
});
