import { join } from "node:path";

import { expect, test, vi } from "vitest";

import { compareExchanges } from "#core/compare/compare-exchanges.ts";
import { endpointKey, type Side } from "#core/model/endpoint.ts";
import type { IdentityMethod } from "#core/model/identity.ts";
import type { Project } from "#core/model/project.ts";
import type { Case } from "#core/model/run/case.ts";
import type { ServiceSettings } from "#core/model/service.ts";
import type { CompareCase } from "#core/parity/run/settle-case.ts";
import { asServices } from "#core/project/service-format.ts";

import { openCase } from "../case-of.ts";
import { effectLines } from "../state/effect-lines.ts";
import { createHarness, type Harness } from "../harness.ts";
import { endText } from "../notes-servers.ts";

// Real processes on a machine that is busy with others.
vi.setConfig({ testTimeout: 60_000 });

const SERVER = join(import.meta.dirname, "../../../servers/cache.py");

const LIST = openCase("GET", "/items");

function put(name: string, text: string): Case {
  return { ...openCase("PUT", `/items/${name}`), body: { kind: "text", text, mediaType: "text/plain" } };
}

/** Two servers that keep all in Redis, which Portolan starts as it does where the project file says no more. */
function cacheProject(
  harness: Harness,
  habits: Partial<Record<Side, string>> = {},
  isolate: ServiceSettings["isolate"] = "instance",
): Project {
  const settings = (side: Side) => ({
    start: `python3 ${SERVER} \${service:cache.port} \${port}`,
    environment: {
      HABIT: habits[side] ?? "",
      REDIS_NUMBER: "${service:cache.number}",
      REDIS_PREFIX: "${service:cache.prefix}",
    },
  });
  const { identities: _, ...project } = harness.project({ python: settings("python"), rust: settings("rust") });
  const services = asServices([["cache", { ...NOTHING, isolate, effects: { kind: "content", of: "redis" } }]]);
  return { ...project, database: { engine: "none" }, services };
}

const NOTHING = { start: undefined, ready: undefined, environment: undefined, reset: undefined };

const compare: CompareCase = (_, { exchanges, effects, renaming }) =>
  compareExchanges({ ...exchanges, rules: [], renaming, ...(effects && { effects }) });

async function checkCache(
  cases: readonly Case[],
  habits: Partial<Record<Side, string>> = {},
  isolate: ServiceSettings["isolate"] = "instance",
): Promise<string> {
  await using harness = await createHarness();
  const events = await harness.run({ cases, compare, project: cacheProject(harness, habits, isolate) });
  expect(harness.errors).toEqual([]);
  const shown = [...effectLines(events), endText(events)].join("\n");
  return shown.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "UUID");
}

test("what both servers write into Redis is compared key by key, and is gone before the next case that writes", async () => {
  const cases = [put("a", '{"name": "north", "at": 1.50}'), LIST, put("b", "plain"), LIST];
  expect(await checkCache(cases)).toMatchInlineSnapshot(`
    "PUT /items/a: match
      python {"\${service:cache}":{"key":["key"],"inserted":[{"key":"counts","type":"hash","value":{"a":"1"},"expires_in":null},{"key":"item:a","type":"string","value":{"name": "north", "at": 1.50},"expires_in":null},{"key":"log","type":"list","value":["put a"],"expires_in":null},{"key":"names","type":"set","value":["a"],"expires_in":null}]}}
      rust   {"\${service:cache}":{"key":["key"],"inserted":[{"key":"counts","type":"hash","value":{"a":"1"},"expires_in":null},{"key":"item:a","type":"string","value":{"name": "north", "at": 1.50},"expires_in":null},{"key":"log","type":"list","value":["put a"],"expires_in":null},{"key":"names","type":"set","value":["a"],"expires_in":null}]}}
    GET /items: match
    GET /items: match
    PUT /items/b: match
      python {"\${service:cache}":{"key":["key"],"inserted":[{"key":"counts","type":"hash","value":{"b":"1"},"expires_in":null},{"key":"item:b","type":"string","value":"plain","expires_in":null},{"key":"log","type":"list","value":["put b"],"expires_in":null},{"key":"names","type":"set","value":["b"],"expires_in":null}]}}
      rust   {"\${service:cache}":{"key":["key"],"inserted":[{"key":"counts","type":"hash","value":{"b":"1"},"expires_in":null},{"key":"item:b","type":"string","value":"plain","expires_in":null},{"key":"log","type":"list","value":["put b"],"expires_in":null},{"key":"names","type":"set","value":["b"],"expires_in":null}]}}
    completed, 4 match, 0 differ, 0 failed"
  `);
});

test("a key that one side forgets is found", async () => {
  expect(await checkCache([put("a", "x")], { rust: "forget" })).toMatchInlineSnapshot(`
    "PUT /items/a: differs
      effect missing /\${service:cache}/inserted/1
        Python writes this key into \${service:cache}, Rust does not: look for a call that the port left out.
      python {"\${service:cache}":{"key":["key"],"inserted":[{"key":"counts","type":"hash","value":{"a":"1"},"expires_in":null},{"key":"item:a","type":"string","value":"x","expires_in":null},{"key":"log","type":"list","value":["put a"],"expires_in":null},{"key":"names","type":"set","value":["a"],"expires_in":null}]}}
      rust   {"\${service:cache}":{"key":["key"],"inserted":[{"key":"counts","type":"hash","value":{"a":"1"},"expires_in":null},{"key":"log","type":"list","value":["put a"],"expires_in":null},{"key":"names","type":"set","value":["a"],"expires_in":null}]}}
    completed, 0 match, 1 differ, 0 failed"
  `);
});

test("a key that lives for ever on one side is found, and an hour is an hour", async () => {
  const sessions = openCase("POST", "/sessions");
  expect(await checkCache([sessions], { rust: "for-ever" })).toMatchInlineSnapshot(`
    "POST /sessions: differs
      body value /token
      effect value /\${service:cache}/inserted/0/key
      effect type /\${service:cache}/inserted/0/expires_in
      python {"\${service:cache}":{"key":["key"],"inserted":[{"key":"session:•••","type":"string","value":{"user": "admin"},"expires_in":3600}]}}
      rust   {"\${service:cache}":{"key":["key"],"inserted":[{"key":"session:•••","type":"string","value":{"user": "admin"},"expires_in":null}]}}
    completed, 0 match, 1 differ, 0 failed"
  `);
});

test("what a server writes at its start is put back, and changes and removals are told against it", async () => {
  const cases = [put("warm", "x"), openCase("DELETE", "/items/warm"), LIST];
  expect(await checkCache(cases, { python: "warm", rust: "warm" })).toMatchInlineSnapshot(`
    "PUT /items/warm: match
      python {"\${service:cache}":{"key":["key"],"inserted":[{"key":"counts","type":"hash","value":{"warm":"1"},"expires_in":null},{"key":"log","type":"list","value":["put warm"],"expires_in":null},{"key":"names","type":"set","value":["warm"],"expires_in":null}],"updated":[{"key":"item:warm","value":"x"}]}}
      rust   {"\${service:cache}":{"key":["key"],"inserted":[{"key":"counts","type":"hash","value":{"warm":"1"},"expires_in":null},{"key":"log","type":"list","value":["put warm"],"expires_in":null},{"key":"names","type":"set","value":["warm"],"expires_in":null}],"updated":[{"key":"item:warm","value":"x"}]}}
    DELETE /items/warm: match
      python {"\${service:cache}":{"key":["key"],"deleted":[{"key":"item:warm"}]}}
      rust   {"\${service:cache}":{"key":["key"],"deleted":[{"key":"item:warm"}]}}
    GET /items: match
    completed, 3 match, 0 differ, 0 failed"
  `);
});

test.each(["number", "prefix"] as const)("both sides share one Redis, kept apart by %s", async (isolate) => {
  const shown = await checkCache([put("a", "x"), LIST], { rust: "forget" }, isolate);
  expect(shown).toBe(await checkCache([put("a", "x"), LIST], { rust: "forget" }));
});

const LOGIN: IdentityMethod = {
  kind: "login",
  request: {
    endpoint: endpointKey("POST", "/sessions"),
    method: "POST",
    path: "/sessions",
    headers: [],
    body: { kind: "none" },
  },
  token: { pointer: "/token", header: "authorization", value: "Bearer ${token}" },
};

test("a session that a login kept in Redis is still there after it was put back", async () => {
  await using harness = await createHarness();
  const project: Project = {
    ...cacheProject(harness),
    identities: [{ name: "default", setting: "login", schemes: [], methods: { python: LOGIN, rust: LOGIN } }],
  };
  const events = await harness.run({ cases: [put("a", "x"), put("b", "x")], compare, project });
  expect(endText(events)).toBe("completed, 2 match, 0 differ, 0 failed");
});

test("Redis ends with its side, and so does its folder", async () => {
  await using harness = await createHarness();
  await harness.run({ cases: [LIST], compare, project: cacheProject(harness) });
  // A server and a Redis a side, and a folder for each Redis.
  expect((await harness.leftovers()).filter((left) => left.startsWith("group "))).toHaveLength(4);
  await harness.sides.dispose();
  expect(await harness.leftovers()).toEqual([]);
});

test("a Redis that is not installed is told with what to do", async () => {
  await using harness = await createHarness();
  const project = cacheProject(harness);
  const services = (project.services ?? []).map((each) => ({ ...each, start: "no-such-redis --port ${port}" }));
  const events = await harness.run({ cases: [LIST], compare, project: { ...project, services } });
  expect(endText(events).replace(/line 1: |: 1: /, "")).toMatchInlineSnapshot(`
    "failed, 0 match, 0 differ, 0 failed: The service cache, \`no-such-redis --port \${port}\`, ended with code 127 before it was up. Install the program that it names, or correct the command. It printed last:
    /bin/shno-such-redis: not found"
  `);
});
