import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test, vi } from "vitest";

import type { DatabaseSettings, Project } from "#core/model/project.ts";

import { openCase } from "../case-of.ts";
import { createHarness } from "../harness.ts";
import { accountsProject, linesOf, whoAmI } from "../identities/accounts-servers.ts";
import { runShelf } from "../shelf-project.ts";

// Real servers and real databases on a machine that is busy with others.
vi.setConfig({ testTimeout: 120_000 });

const BOOKS = "CREATE TABLE books (id TEXT PRIMARY KEY, name TEXT, version INTEGER);";

const FILES = {
  "python/migrations/1.sql": Buffer.from(BOOKS),
  "rust/migrations/1.sql": Buffer.from(`${BOOKS} CREATE TABLE authors (name TEXT);`),
};

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

function filledShelf(engine: "sqlite" | "postgresql", base: string, habits: { rust?: string } = {}) {
  return runShelf(CASES, {
    engine,
    habits,
    files: { ...FILES, "base.yaml": Buffer.from(base) },
    edit: ownDatabases(engine, "base.yaml"),
  });
}

test.each(["sqlite", "postgresql"] as const)(
  "where the schemas differ, a scenario through both servers fills the databases, and what they made goes together (%s)",
  async (engine) => {
    const { text } = await filledShelf(engine, BASE);
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

test("a step that one server refuses stops the run at its line", async () => {
  const { text } = await filledShelf("sqlite", BASE, { rust: "broken" });
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
