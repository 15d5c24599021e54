import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test, vi } from "vitest";

import type { DatabaseSettings, Project } from "#core/model/project.ts";

import { openCase } from "../case-of.ts";
import { createHarness } from "../harness.ts";
import { accountsProject, linesOf, whoAmI } from "../identities/accounts-servers.ts";
import { runShelf } from "../shelf-project.ts";

// Real servers and real databases on a machine that is busy with others.
vi.setConfig({ testTimeout: 240_000 });

const BOOKS = "CREATE TABLE books (id TEXT PRIMARY KEY, name TEXT, version INTEGER);";

const BASE = `
- scenario: two books, one of them renamed
  steps:
    - { endpoint: POST /books, body: { name: Atlas }, capture: { atlas: $.id } }
    - { endpoint: POST /books, body: { name: Bestiary }, capture: { other: $.id } }
    - { endpoint: "GET /books/{id}", parameters: { id: "\${other}" }, capture: { tag: { header: ETag } } }
    - endpoint: PUT /books/{id}
      parameters: { id: "\${other}" }
      headers: { If-Match: "\${tag}" }
      body: { name: Herbal }
`;

const CASES = `
- { endpoint: GET /books, name: all books }
- { endpoint: DELETE /books/first, name: a book that is not there }
- scenario: the first book
  steps:
    - { endpoint: GET /books, capture: { id: "$[0].id" } }
    - { endpoint: "GET /books/{id}", parameters: { id: "\${id}" } }
    - { endpoint: "DELETE /books/{id}", parameters: { id: "\${id}" } }
    - { endpoint: GET /books }
- { endpoint: GET /books, name: all books again }
`;

/** Each side with a schema of its own, and nothing in it but what the scenario makes. */
function ownDatabases(engine: "sqlite" | "postgresql", scenario: string): (project: Project) => Project {
  const own = (side: "python" | "rust"): DatabaseSettings => {
    return { engine, migrations: `${side}/migrations`, preparedBy: side, scenario };
  };
  return (project) => ({
    ...project,
    database: own("python"),
    databases: { python: own("python"), rust: own("rust") },
  });
}

interface FilledShelf {
  readonly engine: "sqlite" | "postgresql";
  readonly cases?: string;
  /** Rust's tables; one more than Python's without it. */
  readonly rust?: string;
  /** What the Rust server does wrong. */
  readonly habit?: string;
}

function filledShelf(
  { engine, cases = CASES, rust = `${BOOKS} CREATE TABLE authors (name TEXT);`, habit }: FilledShelf,
  base: string,
) {
  return runShelf(cases, {
    engine,
    habits: habit === undefined ? {} : { rust: habit },
    files: {
      "python/migrations/1.sql": Buffer.from(BOOKS),
      "rust/migrations/1.sql": Buffer.from(rust),
      "base.yaml": Buffer.from(base),
    },
    edit: ownDatabases(engine, "base.yaml"),
  });
}

test.each(["sqlite", "postgresql"] as const)(
  "where the schemas differ, a scenario through both servers fills the databases, and what they made goes together (%s)",
  async (engine) => {
    const { text } = await filledShelf({ engine }, BASE);
    expect(text.split("\n")).toEqual([
      "What the two servers write into their databases is not compared: only Rust's has the table authors.",
      "all books (200): match",
      "all books again (200): match",
      "a book that is not there (204): match",
      "DELETE /books/first: match 1 of 1",
      "the first book, step 1: GET /books (200): match",
      "the first book, step 2: GET /books/{id} (200): match",
      "the first book, step 3: DELETE /books/{id} (204): match",
      "the first book, step 4: GET /books (200): match",
      "GET /books: match 4 of 4",
      "GET /books/{}: match 1 of 1",
      "DELETE /books/{}: match 1 of 1",
    ]);
  },
);

const TAKEN_AWAY = `
- scenario: the second book
  steps:
    - { endpoint: GET /books, capture: { id: "$[1].id" } }
    - { endpoint: "DELETE /books/{id}", parameters: { id: "\${id}" } }
`;

test.each(["sqlite", "postgresql"] as const)(
  "where tables and columns are the same, rows are compared as well, on what the scenario left on each side (%s)",
  async (engine) => {
    const shelf = { engine, cases: TAKEN_AWAY, rust: BOOKS };
    expect((await filledShelf(shelf, BASE)).text).toContain("step 2: DELETE /books/{id} (204): match");
    const { text } = await filledShelf({ ...shelf, habit: "keeps" }, BASE);
    expect(text).not.toContain("is not compared");
    expect(text).toMatch(/step 2: DELETE \/books\/\{id\} \(204\): differs\n {2}effect /);
  },
);

test("a step that one server refuses stops the run at its line", async () => {
  const { text } = await filledShelf({ engine: "sqlite", habit: "broken" }, BASE);
  expect(text).toMatchInlineSnapshot(
    `"base.yaml:4: the Rust database could not be filled. Rust answered 500 to "two books, one of them renamed, step 1: POST /books", which fills the database: {"detail":"no such column"}. Correct the step, or what it finds in the database."`,
  );
});

test("who registers for the scenario only logs in after it", async () => {
  await using harness = await createHarness();
  await writeFile(
    join(harness.root, "base.yaml"),
    "- { scenario: a note, steps: [{ endpoint: POST /notes, as: grace, expect: 201 }] }",
  );
  const settings = `identities:
  grace:
    login:
      register: { endpoint: POST /accounts, body: { name: grace, password: pass-of-grace } }
      endpoint: POST /token
      form: { username: grace, password: pass-of-grace }
      token: /access_token
`;
  const project = await accountsProject(harness, settings);
  const own = { ...project.database, scenario: "base.yaml" };
  const databases = { python: { ...own, preparedBy: "python" }, rust: { ...own, preparedBy: "rust" } } as const;
  const events = await harness.run({
    project: { ...project, database: databases.python, databases },
    cases: [...whoAmI("grace"), openCase("GET", "/cookies")],
  });
  expect(linesOf(events)).toEqual(['/me as grace: match {"name": "grace"}', "/cookies: match []"]);
});
