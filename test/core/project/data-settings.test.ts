import { expect, test } from "vitest";

import { readProject } from "#core/project/read-project.ts";
import { findingText } from "#core/report/findings/finding-text.ts";
import { exampleProject } from "../../fixtures/project/example-project.ts";

/** What a project file says about the folder for files, and what is said of it. */
function checkData(text: string): readonly unknown[] {
  const { project, findings, paths } = readProject("portolan.yaml", text);
  return [
    project?.data,
    ...paths.flatMap(({ key, path }) =>
      key.startsWith("data") && key !== "database.migrations" ? [`${key}: ${path}`] : [],
    ),
    ...findings.map((finding) => `${finding.severity}: ${findingText(finding)}`),
  ];
}

test("there is a folder where a server is given it, or where the file says more about it", () => {
  expect(checkData(exampleProject)).toEqual([undefined, "database.seed: seed/seed.sql"]);
  expect(checkData(exampleProject.replace("CORE_WORKERS: 1", 'CORE_FILES: "${data}/files"'))).toEqual([
    {},
    "database.seed: seed/seed.sql",
  ]);
});

test("it begins as a copy, and may be left out of the comparison with a reason, which each report tells", () => {
  const text = `${exampleProject}data: { base: ./seed/files, not_compared: Thumbnails differ. }\n`;
  expect(checkData(text)).toMatchInlineSnapshot(`
    [
      {
        "base": "seed/files",
        "notCompared": "Thumbnails differ.",
      },
      "database.seed: seed/seed.sql",
      "data.base: seed/files",
      "information: The files that the two servers write into \`\${data}\` are not compared: Thumbnails differ.",
    ]
  `);
});

test("a rule reaches its files", () => {
  const rule = `  - { endpoint: POST /api/nodes, effect: "$['\${data}'].inserted[*].content.at", allow: ignore, reason: a clock }\n`;
  const { project, findings } = readProject(
    "portolan.yaml",
    exampleProject.replace("not_migrated:", `${rule}not_migrated:`),
  );
  expect(findings).toEqual([]);
  expect(project?.rules.at(-1)?.target).toEqual({ part: "effect", path: "$['${data}'].inserted[*].content.at" });
});

test("a database in the folder is SQLite's, lies within it, and makes the folder", () => {
  const check = (database: string): readonly unknown[] => {
    const text = exampleProject.replace(/^database: .*$/m, `database: ${database}`);
    const { project, findings } = readProject("portolan.yaml", text);
    return [project?.database.inData, project?.data, ...findings.map(findingText)];
  };
  expect(check("{ engine: sqlite, in_data: ./db/app.db }")).toEqual(["db/app.db", {}]);
  expect(check("{ engine: postgresql, in_data: app.db }").slice(2)).toEqual([
    "`database.in_data` is for SQLite, whose database is a file; take it out, or correct `engine`.",
  ]);
  expect(check("{ engine: sqlite, in_data: ../app.db }").slice(2)).toEqual([
    "`database.in_data` names a file in `${data}`, such as app.db; `../app.db` is none.",
  ]);
});
