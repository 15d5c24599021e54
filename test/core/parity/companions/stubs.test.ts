import { join } from "node:path";

import { expect, test, vi } from "vitest";

import { compareExchanges } from "#core/compare/compare-exchanges.ts";
import type { Method, Side } from "#core/model/endpoint.ts";
import type { Project } from "#core/model/project.ts";
import type { Case } from "#core/model/run/case.ts";
import type { StubRoute } from "#core/model/stub.ts";
import type { CompareCase } from "#core/parity/run/settle-case.ts";

import { openCase } from "../case-of.ts";
import { effectLines } from "../state/effect-lines.ts";
import { createHarness, type Harness } from "../harness.ts";
import { endText } from "../notes-servers.ts";

// Real processes on a machine that is busy with others.
vi.setConfig({ testTimeout: 60_000 });

const SERVER = join(import.meta.dirname, "../../../servers/forwarding.py");

const ROUTES: readonly StubRoute[] = [
  route("POST", "/v1/charges", 201, '{"id":"ch_1","paid":true}'),
  route("GET", "/v1/customers/{id}", 200, '{"name":"north"}'),
];

function route(method: Method, path: string, status: number, body: string): StubRoute {
  return { method, path, answers: [{ status, headers: [["content-type", "application/json"]], body }] };
}

/** Two servers that only ask the stub `payments`. */
function askingProject(harness: Harness, habits: Partial<Record<Side, string>> = {}): Project {
  const settings = (side: Side) => ({
    start: `python3 ${SERVER} \${port} \${stub:payments.url}`,
    environment: { HABIT: habits[side] ?? "" },
  });
  const { identities: _, ...project } = harness.project({ python: settings("python"), rust: settings("rust") });
  return { ...project, database: { engine: "none" }, stubs: [{ name: "payments", routes: ROUTES }] };
}

const compare: CompareCase = (_, { exchanges, effects, renaming }) =>
  compareExchanges({ ...exchanges, rules: [], renaming, ...(effects && { effects }) });

async function checkStub(cases: readonly Case[], habits: Partial<Record<Side, string>> = {}): Promise<string> {
  await using harness = await createHarness();
  const events = await harness.run({ cases, compare, project: askingProject(harness, habits) });
  expect(harness.errors).toEqual([]);
  return [...effectLines(events), endText(events)].join("\n");
}

const CHARGE: Case = {
  ...openCase("POST", "/v1/charges"),
  expect: [201],
  body: { kind: "text", text: '{"amount": 700}', mediaType: "application/json" },
};
const FORM: Case = {
  ...CHARGE,
  body: { kind: "text", text: "b=2&a=1&a=3", mediaType: "application/x-www-form-urlencoded" },
};
const CUSTOMER = openCase("GET", "/v1/customers/7?full=true");

test("both sides get the same answers, and what they asked is part of the effect of each case", async () => {
  expect(await checkStub([CHARGE, FORM, CUSTOMER])).toMatchInlineSnapshot(`
    "POST /v1/charges: match
      python {"\${stub:payments}":{"asked":[{"request":"POST /v1/charges","headers":{"content-type":"application/json"},"body":{"amount": 700},"answered":201}]}}
      rust   {"\${stub:payments}":{"asked":[{"request":"POST /v1/charges","headers":{"content-type":"application/json"},"body":{"amount": 700},"answered":201}]}}
    POST /v1/charges: match
      python {"\${stub:payments}":{"asked":[{"request":"POST /v1/charges","headers":{"content-type":"application/x-www-form-urlencoded"},"body":{"a":["1","3"],"b":"2"},"answered":201}]}}
      rust   {"\${stub:payments}":{"asked":[{"request":"POST /v1/charges","headers":{"content-type":"application/x-www-form-urlencoded"},"body":{"a":["1","3"],"b":"2"},"answered":201}]}}
    GET /v1/customers/7?full=true: match
      python {"\${stub:payments}":{"asked":[{"request":"GET /v1/customers/7?full=true","headers":{},"body":null,"answered":200}]}}
      rust   {"\${stub:payments}":{"asked":[{"request":"GET /v1/customers/7?full=true","headers":{},"body":null,"answered":200}]}}
    completed, 3 match, 0 differ, 0 failed"
  `);
});

test("a side that asks nobody, or asks twice, or sends something else, differs", async () => {
  expect(await checkStub([CUSTOMER], { rust: "twice" })).toMatchInlineSnapshot(`
    "GET /v1/customers/7?full=true: differs
      effect extra /\${stub:payments}/asked/1
        Rust sends this request to \${stub:payments}, Python does not: look for a call that the port added.
      python {"\${stub:payments}":{"asked":[{"request":"GET /v1/customers/7?full=true","headers":{},"body":null,"answered":200}]}}
      rust   {"\${stub:payments}":{"asked":[{"request":"GET /v1/customers/7?full=true","headers":{},"body":null,"answered":200},{"request":"GET /v1/customers/7?full=true","headers":{},"body":null,"answered":200}]}}
    completed, 0 match, 1 differ, 0 failed"
  `);
  expect(await checkStub([CHARGE], { rust: "loud" })).toMatchInlineSnapshot(`
    "POST /v1/charges: differs
      effect missing /\${stub:payments}/asked/0/body/amount
      effect extra /\${stub:payments}/asked/0/body/AMOUNT
      python {"\${stub:payments}":{"asked":[{"request":"POST /v1/charges","headers":{"content-type":"application/json"},"body":{"amount": 700},"answered":201}]}}
      rust   {"\${stub:payments}":{"asked":[{"request":"POST /v1/charges","headers":{"content-type":"application/json"},"body":{"AMOUNT": 700},"answered":201}]}}
    completed, 0 match, 1 differ, 0 failed"
  `);
  expect(await checkStub([CUSTOMER], { rust: "key" })).toMatchInlineSnapshot(`
    "GET /v1/customers/7?full=true: differs
      effect extra /\${stub:payments}/asked/0/headers/authorization
      python {"\${stub:payments}":{"asked":[{"request":"GET /v1/customers/7?full=true","headers":{},"body":null,"answered":200}]}}
      rust   {"\${stub:payments}":{"asked":[{"request":"GET /v1/customers/7?full=true","headers":{"authorization":"•••"},"body":null,"answered":200}]}}
    completed, 0 match, 1 differ, 0 failed"
  `);
});

test("what no answer fits is answered so, and told", async () => {
  const unknown = { ...openCase("GET", "/v2/charges"), expect: [404] };
  expect(await checkStub([unknown])).toMatchInlineSnapshot(`
    "GET /v2/charges: match
      python {"\${stub:payments}":{"asked":[{"request":"GET /v2/charges","headers":{},"body":null,"answered":"nothing in the stub fits"}]}}
      rust   {"\${stub:payments}":{"asked":[{"request":"GET /v2/charges","headers":{},"body":null,"answered":"nothing in the stub fits"}]}}
    completed, 1 match, 0 differ, 0 failed"
  `);
});

test("several answers are given one after the other, the last one from then on, and anew in each case", async () => {
  await using harness = await createHarness();
  const [charge = route("POST", "/v1/charges", 201, "{}")] = ROUTES;
  const busy = { status: 503, headers: [], body: "" };
  const project = askingProject(harness, { python: "thrice", rust: "thrice" });
  const routes = [{ ...charge, answers: [busy, ...charge.answers] }];
  const events = await harness.run({
    cases: [CHARGE, CHARGE],
    compare,
    project: { ...project, stubs: [{ name: "payments", routes }] },
  });
  expect(
    effectLines(events).map((line) => [...line.matchAll(/"answered":(\d+)/g)].map(([, status]) => status)),
  ).toEqual([[], ["503", "201", "201"], ["503", "201", "201"], [], ["503", "201", "201"], ["503", "201", "201"]]);
});

test("the stub ends with its side", async () => {
  const ports: number[] = [];
  await using harness = await createHarness(({ stubs }) => ({
    stubs: {
      serve: async (answer) => {
        const server = await stubs.serve(answer);
        ports.push(server.port);
        return server;
      },
    },
  }));
  await harness.run({ cases: [CUSTOMER], compare, project: askingProject(harness) });
  const areTaken = () => Promise.all(ports.map((port) => harness.ports.listener.isTaken(port)));
  expect(await areTaken()).toEqual([true, true]);
  await harness.sides.dispose();
  expect(await areTaken()).toEqual([false, false]);
});
