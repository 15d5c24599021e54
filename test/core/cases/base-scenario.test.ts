import { expect, test } from "vitest";

import { findingText } from "#core/report/findings/finding-text.ts";
import { placeText } from "#core/model/place.ts";
import { readBaseScenario } from "#core/cases/base-scenario.ts";
import { readProject } from "#core/project/read-project.ts";
import { memoryFiles } from "../../fixtures/project/memory-files.ts";

const PROJECT = `version: 1
servers:
  python: { folder: server, start: "python serve.py --port \${port}", ready: /healthz }
  rust: { folder: server-rs, start: "target/debug/server --port \${port}", ready: /healthz }
database:
  python: { engine: sqlite, migrations: server/migrations }
  rust: { engine: sqlite, migrations: server-rs/migrations }
  scenario: base.yaml
`;

/** The steps that a file comes to, and what is said of it. */
async function checkScenario(text: string): Promise<readonly string[]> {
  const { project } = readProject("portolan.yaml", PROJECT);
  if (project === undefined) throw new Error("The test's project file cannot be used.");
  const { steps, findings } = await readBaseScenario(memoryFiles({ "base.yaml": text }), project, project.database);
  const told = findings.map((finding) => `${finding.place && placeText(finding.place)} ${findingText(finding)}`);
  return [...steps.map(({ method, target }) => `${method} ${target}`), ...told];
}

test("steps that set up come first", async () => {
  const text = `- scenario: a book
  set_up: [{ endpoint: POST /books, capture: { id: $.id } }]
  steps: [{ endpoint: "GET /books/{id}", parameters: { id: "\${id}" } }]
`;
  expect(await checkScenario(text)).toEqual(["POST /books", "GET /books/${id}"]);
});

test("a case beside it, a second one, a rule and an empty file are told, and nothing is sent", async () => {
  const one = "- { scenario: a book, steps: [{ endpoint: POST /books }] }\n";
  expect(await checkScenario(`${one}- { endpoint: GET /books, name: books }`)).toMatchInlineSnapshot(`
    [
      "base.yaml:2:15 The file that \`database.scenario\` names holds one scenario and nothing else; put what is compared into the folder of cases.",
    ]
  `);
  expect(await checkScenario(one + one.replace("a book", "another"))).toMatchInlineSnapshot(`
    [
      "base.yaml:2:15 The file that \`database.scenario\` names holds one scenario and nothing else; put what is compared into the folder of cases.",
    ]
  `);
  const rule = "rules: [{ path: $.id, allow: ignore, reason: It is made up. }]";
  expect(await checkScenario(`- { scenario: a book, steps: [{ endpoint: POST /books, ${rule} }] }`))
    .toMatchInlineSnapshot(`
    [
      "base.yaml:1:64 Nothing of the scenario that fills the databases is compared, so that a rule does nothing there; take it out.",
    ]
  `);
  expect(await checkScenario("")).toMatchInlineSnapshot(`
    [
      "base.yaml:1:1 must be a list; found nothing.",
    ]
  `);
});
