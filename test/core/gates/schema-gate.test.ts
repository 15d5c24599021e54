import { expect, test, vi } from "vitest";

import { checkGate } from "./check-gate.ts";

vi.setConfig({ testTimeout: 60_000 });

const NODE = `${JSON.stringify(process.execPath)} --no-warnings`;

/** A command that runs statements on the database that its environment names. */
function migrates(...statements: readonly string[]): string {
  return `import { DatabaseSync } from "node:sqlite";
const database = new DatabaseSync(process.env.DATABASE);
for (const statement of ${JSON.stringify(statements)}) database.exec(statement);
database.close();`;
}

const NODES = "CREATE TABLE IF NOT EXISTS nodes (id INTEGER PRIMARY KEY, name TEXT NOT NULL, load REAL DEFAULT 0)";

function checkMigrations(python: string, rust: string, more: Readonly<Record<string, string>> = {}): Promise<string> {
  return checkGate(
    {
      "portolan.yaml": `version: 1
servers:
  python: { folder: python, start: never, ready: /ready, environment: { DATABASE: "\${database}" } }
  rust: { folder: rust, start: never, ready: /ready, environment: { DATABASE: "\${database}" } }
database: { engine: sqlite, migrations: migrations }
gates:
  schema: { python: '${NODE} migrate.mjs', rust: '${NODE} migrate.mjs' }
`,
      "migrations/0001_nodes.sql":
        "-- The first.\nCREATE TABLE nodes (\n  id INTEGER PRIMARY KEY,\n  name TEXT NOT NULL,\n  load REAL DEFAULT 0\n);\n",
      "python/main.py": "",
      "python/migrate.mjs": python,
      "rust/Cargo.toml": '[package]\nname = "small"\nversion = "0.1.0"\n',
      "rust/migrate.mjs": rust,
      ...more,
    },
    ["schema"],
  );
}

test("two servers that make the same, in whatever spelling, pass", async () => {
  const rust =
    'CREATE TABLE IF NOT EXISTS "nodes" ("id" INTEGER, "name" VARCHAR(9) NOT NULL, load FLOAT DEFAULT 0.0, PRIMARY KEY (id))';
  expect(await checkMigrations(migrates(NODES), migrates(rust))).toMatchInlineSnapshot(`
    "✓ passed  schema
      checked: sqlite: what each server makes of an empty database, again, and after the other

    1 gate: 1 passed
    "
  `);
});

test("what one server makes otherwise is told at the line that makes it", async () => {
  const rust =
    "CREATE TABLE IF NOT EXISTS nodes (id INTEGER PRIMARY KEY, name TEXT, load REAL DEFAULT 0, CHECK (load >= 0))";
  expect(await checkMigrations(migrates(NODES), migrates(rust))).toMatchInlineSnapshot(`
    "✗ failed  schema
      checked: sqlite: what each server makes of an empty database, again, and after the other
    2 findings
      migrations/0001_nodes.sql:4:3: error: On sqlite, \`nodes.name\` differs in null: Python makes \`may not be null\`, Rust makes \`may be null\`.
      migrations/0001_nodes.sql:2:1: error: On sqlite, the Python server does not make check ( load >= 0 ) of nodes, which the other one makes.

    1 gate: 1 failed
    "
  `);
});

test("migrations that are applied again and change something, by the same server or after the other", async () => {
  const python = `${migrates(NODES)}
new DatabaseSync(process.env.DATABASE).exec("CREATE TABLE IF NOT EXISTS late (at TEXT)");`;
  const again = migrates(NODES, "ALTER TABLE nodes RENAME COLUMN load TO load2");
  const text = await checkMigrations(python, again);
  expect(text).toContain(
    "error: On sqlite, the Python server's migrations change a database that Rust has migrated, first table late;",
  );
  expect(text).toContain("error: On sqlite, the Rust server's migrations fail on a database that Rust has migrated:");
});

test("a command that fails on an empty database", async () => {
  const text = await checkMigrations(migrates("ALTER TABLE users ADD COLUMN age INTEGER"), migrates(NODES));
  expect(text).toContain("error: On sqlite, the Python server's migrations fail on an empty database:");
  expect(text).toContain("no such table: users");
});

test("a migration that only one server knows", async () => {
  const noted = (...names: readonly string[]): readonly string[] => [
    NODES,
    "CREATE TABLE IF NOT EXISTS schema_migrations (version TEXT PRIMARY KEY)",
    ...names.map((name) => `INSERT OR IGNORE INTO schema_migrations VALUES ('${name}')`),
  ];
  const text = await checkMigrations(migrates(...noted("0001", "0002")), migrates(...noted("0001")));
  expect(text).toContain(
    "error: On sqlite, the Rust server's migrations lack `0002`, which the other one has noted in `schema_migrations`.",
  );
  expect(text).toContain(
    "error: On sqlite, the Python server's migrations change a database that Rust has migrated, first 0002;",
  );
});

test("commands that make nothing do not pass", async () => {
  expect(await checkMigrations("", "")).toContain("error: On sqlite, neither server made a table;");
});

test("a migration that lies with one server is told, whether it is applied or not", async () => {
  const own = { "rust/migrations/0002_load.sql": "ALTER TABLE nodes ADD COLUMN region TEXT;" };
  const applied = "CREATE TABLE IF NOT EXISTS regions (id INTEGER PRIMARY KEY)";
  expect(await checkMigrations(migrates(NODES), migrates(NODES), own)).toMatchInlineSnapshot(`
    "✗ failed  schema
      checked: sqlite: what each server makes of an empty database, again, and after the other
    1 finding
      rust/migrations/0002_load.sql:1:1: error: This migration lies with the Rust server, and the project's lie in migrations; move it there, for both.

    1 gate: 1 failed
    "
  `);
  expect(await checkMigrations(migrates(NODES), migrates(NODES, applied), own)).toMatchInlineSnapshot(`
    "✗ failed  schema
      checked: sqlite: what each server makes of an empty database, again, and after the other
    3 findings
      rust/migrations/0002_load.sql:1:1: error: This migration lies with the Rust server, and the project's lie in migrations; move it there, for both.
      error: On sqlite, the Rust server's migrations change a database that Python has migrated, first table regions; applied again, they have to change nothing.
      error: On sqlite, the Python server does not make table regions, which the other one makes.

    1 gate: 1 failed
    "
  `);
});
