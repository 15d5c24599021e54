import { readFile } from "node:fs/promises";
import { Ajv } from "ajv";
import { expect, test } from "vitest";

import { PLAIN } from "#core/report/layout/paint.ts";
import { runGithub } from "#core/report/run/run-github.ts";
import { runJson } from "#core/report/run/run-json.ts";
import { runJunit } from "#core/report/run/run-junit.ts";
import { runMarkdown } from "#core/report/run/run-markdown.ts";
import type { RunReport } from "#core/report/run/run-report.ts";
import { runSarif } from "#core/report/run/run-sarif.ts";
import { runText, runTextInFull } from "#core/report/run/run-text.ts";
import { exampleRun } from "./report-examples.ts";

/** A run whose one case differs in a row that Rust wrote, under rules for rows, headers and cookies. */
function writingRun(): RunReport {
  const run = exampleRun();
  const pointers = { python: "/nodes/inserted/0/config", rust: "/nodes/inserted/0/config" };
  const [rule] = run.rules;
  return {
    ...run,
    results: run.results.map((result) => ({
      ...result,
      differences: [
        { class: "value", severity: "changed", part: "effect", pointers, values: { python: '"{}"', rust: "null" } },
      ],
      effects: { python: '{"nodes":{"key":["id"],"inserted":[{"id":1,"config":"{}"}]}}', rust: "{}" },
    })),
    rules:
      rule === undefined
        ? []
        : [
            { ...rule, target: { part: "effect", path: "$.nodes.inserted[*].id" } },
            { ...rule, target: { part: "header", name: "location" } },
            { ...rule, target: { part: "header", name: "set-cookie", cookie: "session" } },
          ],
    ended: { ...run.ended, ruleHits: [0, 1, 2].map((index) => ({ rule: index, hits: 1 })) },
  };
}

/** The lines of a report that have to do with what was written. */
function checkReport(report: string): string {
  const lines = report.split("\n").map((line) => line.trim());
  return lines.filter((line) => /nodes\/inserted|effect|header |cookie /.test(line)).join("\n");
}

test("each report says that it is a row of the database, of which table and in which column", () => {
  const run = writingRun();
  expect(checkReport(runText(run, PLAIN))).toMatchInlineSnapshot(`
    "✗ value in the database at /nodes/inserted/*/config  1 difference in 1 case
    1 hit  ignore  effect $.nodes.inserted[*].id  GET /api/nodes/{node_id}  random
    1 hit  ignore  header location                GET /api/nodes/{node_id}  random
    1 hit  ignore  cookie session                 GET /api/nodes/{node_id}  random"
  `);
  expect(checkReport(runTextInFull(run, PLAIN)).split("\n").slice(1)).toMatchInlineSnapshot(`
    [
      "value database /nodes/inserted/0/config changed",
      "1 hit  ignore  effect $.nodes.inserted[*].id  GET /api/nodes/{node_id}  random",
      "1 hit  ignore  header location                GET /api/nodes/{node_id}  random",
      "1 hit  ignore  cookie session                 GET /api/nodes/{node_id}  random",
    ]
  `);
  expect(checkReport(runMarkdown(run))).toMatchInlineSnapshot(`
    "### value in the database at \`/nodes/inserted/*/config\`
    Python \`-\`, Rust \`+\` at \`database /nodes/inserted/0/config\` in \`one node\` (\`GET /api/nodes/1\`), at \`openapi/openapi.json:10:1\`.
    | 1 | \`ignore effect $.nodes.inserted[*].id for GET /api/nodes/{node_id}\` | random |
    | 1 | \`ignore header location for GET /api/nodes/{node_id}\` | random |
    | 1 | \`ignore cookie session for GET /api/nodes/{node_id}\` | random |"
  `);
  expect(checkReport(runJunit(run))).toMatchInlineSnapshot(`
    "<failure message="1 difference: value in the database at /nodes/inserted/*/config" type="differs">GET /api/nodes/1
    value database /nodes/inserted/0/config (changed)
    <property name="ignore effect $.nodes.inserted[*].id for GET /api/nodes/{node_id}" value="1 hit"/>
    <property name="ignore header location for GET /api/nodes/{node_id}" value="1 hit"/>
    <property name="ignore cookie session for GET /api/nodes/{node_id}" value="1 hit"/>"
  `);
  expect(checkReport(runGithub(run))).toMatchInlineSnapshot(
    `
    "::error file=examples/controller/core-server-rs/src/nodes.rs,line=41,endLine=41,col=14,title=Parity%3A value in the database at /nodes/inserted/*/config::1 difference in 1 case of GET /api/nodes/{node_id}%0Aone node: database /nodes/inserted/0/config%0Apython  "{}"%0Arust    null
    ::notice title=Parity%3A rules::1 hit: ignore effect $.nodes.inserted[*].id for GET /api/nodes/{node_id}%0A1 hit: ignore header location for GET /api/nodes/{node_id}%0A1 hit: ignore cookie session for GET /api/nodes/{node_id}"
  `,
  );
  expect(checkReport(runSarif(run))).toMatchInlineSnapshot(`
    ""rule": "ignore effect $.nodes.inserted[*].id for GET /api/nodes/{node_id}",
    "rule": "ignore header location for GET /api/nodes/{node_id}",
    "rule": "ignore cookie session for GET /api/nodes/{node_id}",
    "text": "GET /api/nodes/{node_id}: value in the database at /nodes/inserted/*/config, 1 difference in 1 case.\\nIn \\"one node\\" at database /nodes/inserted/0/config Python writes \\"{}\\", Rust null."
    "portolanCause/v1": "GET /api/nodes/{} | value | /nodes/inserted/*/config""
  `);
});

test("the JSON has both effects, rules of each sort, and is as its published schema says", async () => {
  const file = new URL("../../../media/portolan-run.schema.json", import.meta.url);
  const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(
    JSON.parse(await readFile(file, "utf8")),
  );
  const record: unknown = JSON.parse(runJson(writingRun()));
  expect(validate(record), JSON.stringify(validate.errors)).toBe(true);
  expect(record).toMatchObject({
    cases: [{ effects: { rust: "{}" } }],
    rules: [{ effect: "$.nodes.inserted[*].id" }, { header: "location" }, { header: "set-cookie", cookie: "session" }],
  });
});
