import { expect, test } from "vitest";

import { readProject } from "#core/project/read-project.ts";
import { findingText } from "#core/report/findings/finding-text.ts";
import { exampleProject } from "../../fixtures/project/example-project.ts";

/** What further settings of `database` are read as, and what is said of them. */
function checkDatabase(settings: string): readonly unknown[] {
  const text = exampleProject.replace("seed: seed/seed.sql }", `${settings} }`);
  const { project, findings } = readProject("portolan.yaml", text);
  const { effectsNotCompared, quietMs } = project?.database ?? {};
  return [
    { effectsNotCompared, quietMs },
    ...findings.map((finding) => `${finding.severity}: ${findingText(finding)}`),
  ];
}

test("effects are not compared for a reason, which each report tells", () => {
  expect(checkDatabase("effects_not_compared: Rust writes into a queue.")).toMatchInlineSnapshot(`
    [
      {
        "effectsNotCompared": "Rust writes into a queue.",
        "quietMs": undefined,
      },
      "information: What the two servers write into their databases is not compared: Rust writes into a queue.",
    ]
  `);
});

test("how long it must be quiet is a time with its unit", () => {
  expect(checkDatabase("quiet: 200ms")).toMatchInlineSnapshot(`
    [
      {
        "effectsNotCompared": undefined,
        "quietMs": 200,
      },
    ]
  `);
  expect(checkDatabase("quiet: 200")).toMatchInlineSnapshot(`
    [
      {
        "effectsNotCompared": undefined,
        "quietMs": undefined,
      },
      "error: \`database.quiet\` is a length of time with its unit, such as 500ms or 2s; \`200\` is not.",
    ]
  `);
  expect(checkDatabase("quiet: soon")).toMatchInlineSnapshot(`
    [
      {
        "effectsNotCompared": undefined,
        "quietMs": undefined,
      },
      "error: \`database.quiet\` is a length of time with its unit, such as 500ms or 2s; \`soon\` is not.",
    ]
  `);
});

test("a reason is a sentence", () => {
  expect(checkDatabase("effects_not_compared: true")).toMatchInlineSnapshot(`
    [
      {
        "effectsNotCompared": undefined,
        "quietMs": undefined,
      },
      "error: \`database.effects_not_compared\` must be text; found true.",
    ]
  `);
});

test("why a server need not be seen to use the database is told, and files that may be written besides are named", () => {
  const text = exampleProject.replace(
    "seed: seed/seed.sql }",
    "use_not_checked: It has none., also_written: { core-server/cache.db: It is a cache. } }",
  );
  const { project, findings } = readProject("portolan.yaml", text);
  expect(project?.database).toMatchObject({ useNotChecked: "It has none.", alsoWritten: ["core-server/cache.db"] });
  expect(findings.map((finding) => `${finding.severity}: ${findingText(finding)}`)).toEqual([
    "information: Whether the servers use the databases that Portolan made for them is not checked: It has none.",
  ]);
});

test("a server that keeps state outside its database is started again per write, and nothing else can be said there", () => {
  const restarting = (value: string): readonly unknown[] => {
    const text = exampleProject.replace("    start: target", `    restart: ${value}\n    start: target`);
    const { project, findings } = readProject("portolan.yaml", text);
    return [project?.servers.rust.restart, ...findings.map((finding) => findingText(finding))];
  };
  expect(restarting("per write")).toEqual(["per write"]);
  expect(restarting("always")).toHaveLength(2);
});

/** What is read where each side has a database of its own. */
function checkDatabases(settings: string): readonly unknown[] {
  const text = exampleProject.replace(/^database: .*$/m, `database: ${settings}`);
  const { project, paths, findings } = readProject("portolan.yaml", text);
  return [
    project?.databases ?? project?.database,
    ...paths.flatMap(({ key, path }) => (key.startsWith("database") ? [`${key}: ${path}`] : [])),
    ...findings.map((finding) => `${finding.severity}: ${findingText(finding)}`),
  ];
}

test("each side may have a database of its own", () => {
  const settings =
    "{ python: { engine: postgresql, prepare: alembic upgrade head }, rust: { engine: sqlite, migrations: sql } }";
  expect(checkDatabases(settings)).toMatchInlineSnapshot(`
    [
      {
        "python": {
          "engine": "postgresql",
          "prepare": "alembic upgrade head",
          "preparedBy": "python",
        },
        "rust": {
          "engine": "sqlite",
          "migrations": "sql",
          "preparedBy": "rust",
        },
      },
      "database.rust.migrations: sql",
    ]
  `);
});

test("then both have one, and each is made by its own server", () => {
  expect(checkDatabases("{ python: { engine: sqlite } }")).toMatchInlineSnapshot(`
    [
      undefined,
      "error: \`Rust\` is missing in database.",
    ]
  `);
  const settings = "{ python: { engine: sqlite, made_by: rust }, rust: { engine: sqlite, made_by: rust } }";
  expect(checkDatabases(settings).slice(1)).toMatchInlineSnapshot(`
    [
      "error: \`database.python.made_by\` names the server of Rust, which has a database of its own.",
    ]
  `);
});
