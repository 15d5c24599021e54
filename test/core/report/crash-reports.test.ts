import { readFile } from "node:fs/promises";
import { Ajv } from "ajv";
import { expect, test } from "vitest";

import { endpointKey } from "#core/model/endpoint.ts";
import type { Crash } from "#core/model/run/crash.ts";
import type { Difference } from "#core/model/run/difference.ts";
import type { CaseResult } from "#core/model/run/verdict.ts";
import { runGithub } from "#core/report/run/run-github.ts";
import { runJson } from "#core/report/run/run-json.ts";
import { runJunit } from "#core/report/run/run-junit.ts";
import { runMarkdown } from "#core/report/run/run-markdown.ts";
import type { RunReport } from "#core/report/run/run-report.ts";
import { runSarif } from "#core/report/run/run-sarif.ts";
import { runText, runTextInFull } from "#core/report/run/run-text.ts";
import { PLAIN } from "#core/report/layout/paint.ts";
import { exampleResult, exampleRun, verdictOf } from "./report-examples.ts";

const KEY = endpointKey("GET", "/api/nodes/{node_id}");
const START = { line: 40, character: 9 };
const PLACE = { file: "core-server-rs/src/store.rs", range: { start: START, end: START } };
const CRASH: Crash = {
  side: "rust",
  message: "panicked: no rows",
  place: PLACE,
  text: "thread 'main' panicked at src/store.rs:41:10:\nno rows\n  left: 1",
};
const STATUS: Difference = {
  class: "status",
  severity: "breaking",
  part: "status",
  pointers: {},
  values: { python: "200", rust: "500" },
  hint: { code: "crash", text: "Rust panicked at core-server-rs/src/store.rs:41:10: no rows." },
  places: { rust: PLACE },
};

/** Two cases that differ in the status by one crash, and one that failed by it. */
function crashedRun(): RunReport {
  const differing = (id: string): CaseResult => {
    const result = exampleResult(KEY);
    const differences = [STATUS, ...result.differences];
    return { ...result, case: { ...result.case, id, name: id }, differences, crashes: [CRASH] };
  };
  const { differences: _, ...rest } = exampleResult(KEY);
  const reason = "The Rust server gave no answer. It panicked at core-server-rs/src/store.rs:41:10: no rows.";
  const failed: CaseResult = { ...rest, differences: [], verdict: "failed", reason, crashes: [CRASH] };
  return {
    ...exampleRun(),
    verdicts: [verdictOf(KEY, "failed", 3, 0)],
    results: [differing("one"), differing("two"), failed],
  };
}

test("one crash is one cause, with its place, and what comes with the 500 is no other", () => {
  expect(runText(crashedRun(), PLAIN)).toMatchInlineSnapshot(`
    "! failed    GET /api/nodes/{node_id}  0 of 3 cases
    ○ unported  GET /api/dashboard/state

    ✗ crash  2 differences in 2 cases, and 6 that come with them
        python  200
        rust    500
        why     Rust panicked at core-server-rs/src/store.rs:41:10: no rows.
        e.g.    one (GET /api/nodes/1)
                openapi/openapi.json:10:1
                Rust line at core-server-rs/src/store.rs:41:10
        GET /api/nodes/{node_id}
          rust    core-server-rs/src/nodes.rs:41:14  get_node
          python  core-server/app/nodes.py:22:5      get_node

    ! failed: The Rust server gave no answer. It panicked at core-server-rs/src/store.rs:41:10: no rows.
        GET /api/nodes/{node_id}
          rust    core-server-rs/src/nodes.rs:41:14  get_node
          python  core-server/app/nodes.py:22:5      get_node

    rules
      2 hits  ignore  $.id  GET /api/nodes/{node_id}  random

    3 endpoints: 1 verified, 1 differs, 1 unported
    4 of 5 cases match; 30 of 36 values compared (83.3 %), 6 ignored, 0 loosened
    "
  `);
});

test("in full a panic keeps its lines", () => {
  expect(runTextInFull(crashedRun(), PLAIN)).toContain(`      rust printed
        thread 'main' panicked at src/store.rs:41:10:
        no rows
          left: 1`);
  expect(runJunit(crashedRun())).toContain("panicked at src/store.rs:41:10:\nno rows\n  left: 1</error>");
});

test("annotations stand where it crashed", () => {
  const lines = runGithub(crashedRun()).split("\n");
  const places = lines
    .filter((line) => line.startsWith("::error"))
    .map((line) => /file=[^,]*,line=\d+/.exec(line)?.[0]);
  expect(places).toEqual([
    "file=examples/controller/core-server-rs/src/store.rs,line=41",
    "file=examples/controller/core-server-rs/src/store.rs,line=41",
  ]);
});

test("errors of a build are annotations and results at their lines", () => {
  const run = exampleRun();
  const problem = { side: "rust", message: "mismatched types", code: "E0308", place: PLACE, related: [] } as const;
  const outcome = { kind: "failed", reason: "The build of the Rust server failed." } as const;
  const report = { ...run, results: [], verdicts: [], buildProblems: [problem], ended: { ...run.ended, outcome } };
  expect(runGithub(report)).toContain(
    "::error file=examples/controller/core-server-rs/src/store.rs,line=41,endLine=41,col=10,title=Build%3A E0308::mismatched types\n",
  );
  const log: unknown = JSON.parse(runSarif(report));
  expect(log).toMatchObject({
    runs: [{ results: [{ ruleId: "build", message: { text: "Rust does not build: mismatched types (E0308)." } }] }],
  });
});

test("what a server printed before its end keeps its lines", () => {
  const run = exampleRun();
  const reason = 'The Rust server ended. It printed last:\n  File \u001b[31m"a.py"\n    return 1';
  const report = { ...run, ended: { ...run.ended, outcome: { kind: "failed" as const, reason } } };
  expect(runText(report, PLAIN)).toContain(
    'The run failed: The Rust server ended. It printed last:\n    File \\u001b[31m"a.py"\n      return 1\n',
  );
  expect(runMarkdown(report)).toContain('```text\n  File \\u001b[31m"a.py"\n    return 1\n```');
});

test("the JSON is as its published schema says", async () => {
  const file = new URL("../../../media/portolan-run.schema.json", import.meta.url);
  const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(
    JSON.parse(await readFile(file, "utf8")),
  );
  const record: unknown = JSON.parse(runJson(crashedRun()));
  validate(record);
  expect(validate.errors ?? []).toEqual([]);
  expect(record).toMatchObject({ clusters: [{ kind: "crash", differences: 2, followers: 6 }] });
});
