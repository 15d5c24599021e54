import { readFile } from "node:fs/promises";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";

import { endpointKey } from "#core/model/endpoint.ts";
import { runGithub } from "#core/report/run/run-github.ts";
import { runHtml } from "#core/report/run/run-html.ts";
import { runJson } from "#core/report/run/run-json.ts";
import { runJunit } from "#core/report/run/run-junit.ts";
import { runMarkdown } from "#core/report/run/run-markdown.ts";
import type { RunReport } from "#core/report/run/run-report.ts";
import { runSarif } from "#core/report/run/run-sarif.ts";
import { runTextInFull } from "#core/report/run/run-text.ts";
import { PLAIN } from "#core/report/layout/paint.ts";
import { FINDINGS, difficultRun, exampleResult, exampleRun, verdictOf } from "./report-examples.ts";

const FORMATS = {
  text: (report: RunReport) => runTextInFull(report, PLAIN),
  json: runJson,
  junit: runJunit,
  sarif: runSarif,
  markdown: runMarkdown,
  github: runGithub,
  html: (report: RunReport) => runHtml(report, { script: "draw()", style: "b { color: red }", font: new Uint8Array() }),
};

/** A run in one of the formats. */
async function checkReport(format: keyof typeof FORMATS, report: RunReport = exampleRun()): Promise<string> {
  return FORMATS[format](report);
}

describe("JUnit XML", () => {
  test("a suite an endpoint, a test a case", async () => {
    expect(await checkReport("junit")).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="portolan" tests="2" failures="1" errors="0" skipped="1" time="1.234">
        <testsuite name="GET /api/nodes" tests="0" failures="0" errors="0" skipped="0">
        </testsuite>
        <testsuite name="GET /api/nodes/{node_id}" tests="1" failures="1" errors="0" skipped="0">
          <testcase name="one node" classname="GET /api/nodes/{node_id}" file="examples/controller/core-server-rs/src/nodes.rs">
            <failure message="3 differences: missing at /note; value at /created_at; key-order of the whole body" type="differs">GET /api/nodes/1
      rust   core-server-rs/src/nodes.rs:41:14 get_node
      python core-server/app/nodes.py:22:5 get_node

      value /created_at (changed)
        python "2024-01-01T00:00:00Z"
        rust   "2024-01-01T00:00:00+00:00"
        why    The same moment.
        Rust field at core-server-rs/src/nodes.rs:12:5

      missing /note (breaking)
        python "a\\u001b[2Jb"
        rust   absent

      key-order the whole body (cosmetic)
        python "a", "b"
        rust   "b", "a"</failure>
          </testcase>
        </testsuite>
        <testsuite name="GET /api/dashboard/state" tests="1" failures="0" errors="0" skipped="1">
          <testcase name="ported to Rust" classname="GET /api/dashboard/state">
            <skipped message="Not ported."/>
          </testcase>
        </testsuite>
        <testsuite name="rules" tests="0" failures="0" errors="0" skipped="0">
          <properties>
            <property name="ignore $.id for GET /api/nodes/{node_id}" value="2 hits"/>
          </properties>
        </testsuite>
      </testsuites>
      "
    `);
  });

  test("characters of XML are escaped, and those that it cannot hold are written as escapes", async () => {
    const xml = await checkReport("junit", difficultRun());
    expect(xml).toContain("&lt;/script&gt;");
    expect(xml).toContain(String.raw`\ud800\u0007&#10;next`);
    // oxlint-disable-next-line no-control-regex -- these are what must not be there
    expect(xml).not.toMatch(/[\u0000-\u0008\uD800-\uDFFF]/);
  });
});

describe("Markdown", () => {
  test("for a comment on a pull request", async () => {
    expect(await checkReport("markdown")).toMatchInlineSnapshot(`
      "## Parity: 3 endpoints: 1 verified, 1 differs, 1 unported

      4 of 5 cases match; 10 of 12 values compared (83.3 %), 2 ignored, 0 loosened.

      Besides, 1 cosmetic difference in 1 case.

      ### missing at \`/note\`

      1 difference in 1 case.

      \`\`\`diff
      - "a\\u001b[2Jb"
      + (absent)
      \`\`\`

      Python \`-\`, Rust \`+\` at \`/note\` in \`one node\` (\`GET /api/nodes/1\`), at \`openapi/openapi.json:10:1\`.

      - \`GET /api/nodes/{node_id}\`: Rust \`core-server-rs/src/nodes.rs:41:14\`, Python \`core-server/app/nodes.py:22:5\`

      ### value at \`/created_at\`

      1 difference in 1 case. The same moment.

      \`\`\`diff
      - "2024-01-01T00:00:00Z"
      + "2024-01-01T00:00:00+00:00"
      \`\`\`

      Python \`-\`, Rust \`+\` at \`/created_at\` in \`one node\` (\`GET /api/nodes/1\`), at \`openapi/openapi.json:10:1\`.

      - \`GET /api/nodes/{node_id}\`: Rust \`core-server-rs/src/nodes.rs:41:14\`, Python \`core-server/app/nodes.py:22:5\`
      - Rust field at \`core-server-rs/src/nodes.rs:12:5\`

      <details><summary>Rules</summary>

      | hits | rule | reason |
      | ---: | --- | --- |
      | 2 | \`ignore $.id for GET /api/nodes/{node_id}\` | random |

      </details>

      <details><summary>Endpoints</summary>

      | | endpoint | |
      | --- | --- | --- |
      | ✓ verified | \`GET /api/nodes\` | 3 of 3 cases |
      | ✗ differs | \`GET /api/nodes/{node_id}\` | 1 of 2 cases |
      | ○ unported | \`GET /api/dashboard/state\` | |

      </details>
      "
    `);
  });

  test("what a server wrote makes no HTML and calls nobody", async () => {
    const markdown = await checkReport("markdown", { ...difficultRun() });
    const prose = markdown.replaceAll(/^(`{3,}).*?^\1$/gms, "").replaceAll(/(`+)(?!`).*?(?<!`)\1(?!`)/g, "");
    expect(prose).not.toMatch(/<(?!\/?(?:details|summary)>)/);
    expect(prose).not.toContain("@all");
  });

  test("its length is bounded, and what is left out is counted", async () => {
    const run = exampleRun();
    const results = Array.from({ length: 2_000 }, (_, index) => {
      const result = exampleResult(endpointKey("GET", `/api/nodes${index}/${"x".repeat(100)}`));
      const [difference] = result.differences;
      return {
        ...result,
        differences:
          difference === undefined
            ? []
            : [{ ...difference, class: "type" as const, hint: { code: `${index}`, text: "x" } }],
      };
    });
    const verdicts = results.map((result) => verdictOf(result.case.endpoint, "differs", 1, 0));
    const rules = run.rules.flatMap((rule) =>
      Array.from({ length: 500 }, () => ({ ...rule, path: `$.${"a".repeat(1000)}`, reason: "@&|".repeat(1000) })),
    );
    const ended = { ...run.ended, ruleHits: rules.map((_, rule) => ({ rule, hits: 1 })) };
    const markdown = await checkReport("markdown", { ...run, results, verdicts, rules, ended });
    expect(markdown.length).toBeLessThanOrEqual(60_000);
    expect(markdown.length).toBeGreaterThan(50_000);
    expect(markdown).toMatch(/… and \d+ more sections\./);
    expect(markdown).toContain("and 1801 more endpoints");
    expect(markdown).toMatch(/and \d+ more rules/);
  });
});

describe("GitHub annotations", () => {
  test("one a cause, at the source", async () => {
    expect(await checkReport("github", { ...exampleRun(), findings: FINDINGS })).toMatchInlineSnapshot(`
      "::error file=examples/controller/core-server-rs/src/nodes.rs,line=41,endLine=41,col=14,title=Parity%3A missing at /note::1 difference in 1 case of GET /api/nodes/{node_id}%0Aone node: /note%0Apython  "a\\u001b[2Jb"%0Arust    absent
      ::error file=examples/controller/core-server-rs/src/nodes.rs,line=12,endLine=12,col=5,title=Parity%3A value at /created_at::1 difference in 1 case of GET /api/nodes/{node_id}%0Aone node: /created_at%0Apython  "2024-01-01T00:00:00Z"%0Arust    "2024-01-01T00:00:00+00:00"%0AThe same moment.
      ::warning file=examples/controller/portolan.yaml,line=3,endLine=3,col=5,title=yaml-unknown-key::\`strat\` is not known in servers.rust; did you mean \`start\`?
      ::error title=project-file-missing::\`contract\` names \`openapi.json\`, and there is no such file.
      ::notice title=Parity%3A rules::2 hits: ignore $.id for GET /api/nodes/{node_id}
      "
    `);
  });

  test("each is one line, whatever the servers wrote", async () => {
    const lines = (await checkReport("github", difficultRun())).trimEnd().split("\n");
    expect(lines.filter((line) => !/^::(?:error|warning|notice) (?:\w+=[^:,]*,?)+::/.test(line))).toEqual([]);
    expect(lines.join("\n")).toContain("100%25");
  });
});

describe("HTML", () => {
  test("one page with the run inside", async () => {
    const html = await checkReport("html");
    expect(html.replace(/(id="run">).*(?=<)/, "$1…")).toMatchInlineSnapshot(`
      "<!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="UTF-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'sha256-jm3FkV4tNIdBUr8jRVVl5n9PUixlaxTWD0pdpFiSH5A='; style-src 'sha256-O28scEPi1wp28nkUG+W8j5nTbUOBZEuee0EWEjDpinQ='; font-src data:; base-uri 'none'; form-action 'none'">
      <meta name="viewport" content="width=device-width, initial-scale=1.0">
      <meta name="color-scheme" content="light dark">
      <meta name="referrer" content="no-referrer">
      <title>Parity report</title>
      <style>b { color: red }</style>
      </head>
      <body>
      <div id="report"></div>
      <noscript>This report is drawn by a script inside of this page; allow it to run, or ask for the report as Markdown.</noscript>
      <script type="application/json" id="run">…</script>
      <script type="application/json" id="times">{"durationMs":1234,"endpoints":{"GET /api/nodes":"2024-01-01T00:00:00.000Z","GET /api/nodes/{}":"2024-01-01T00:00:00.000Z"},"cases":[{"endpoint":"GET /api/nodes/{}","case":"one-node","pythonMs":1234}]}</script>
      <script>draw()</script>
      </body>
      </html>
      "
    `);
  });

  test("nothing in the run, the script or the style ends its element", async () => {
    const html = await runHtml(difficultRun(), {
      script: 'const end = "</script><!--";',
      style: 'b { content: "</style>" }',
      font: new Uint8Array(),
    });
    expect(html.match(/<\/script>/g)).toHaveLength(3);
    expect(html.match(/<\/style>/g)).toHaveLength(1);
    expect(html).not.toContain("<!--");
    expect(html).not.toContain("\u2028");
    const [, data = ""] = /id="run">(.*)<\/script>/.exec(html) ?? [];
    expect(JSON.parse(data).cases.at(-1).differences[0].values.python).toContain("</script><!--");
  });
});

test("the HTML page has its font in itself", async () => {
  const style = '@font-face{src:url("./codicon.ttf?12ab") format("truetype")}';
  const html = await runHtml(difficultRun(), { script: "", style, font: Uint8Array.of(0, 255, 1) });
  expect(html).toContain('url("data:font/ttf;base64,AP8B") format("truetype")');
});

describe("all formats", () => {
  test.each(["json", "junit", "sarif", "markdown", "github", "html"] as const)(
    "%s has the same bytes for the same run, but for the times",
    async (format) => {
      const [first, second] = await Promise.all([
        checkReport(format, exampleRun(1, 41_000)),
        checkReport(format, exampleRun(999, 52_000)),
      ]);
      const withoutTimes = (text: string): string =>
        text
          .replace(/\n {2}"times": [^]*/, "")
          .replace(/<script type="application\/json" id="times">.*/, "")
          .replace(/ time="[\d.]+"/, "");
      expect(withoutTimes(second)).toBe(withoutTimes(first));
    },
  );

  test("the JSON is as its published schema says", async () => {
    const schema = JSON.parse(
      await readFile(new URL("../../../media/portolan-run.schema.json", import.meta.url), "utf8"),
    );
    const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);
    for (const report of [exampleRun(), difficultRun(), releasedRun()]) {
      validate(JSON.parse(await checkReport("json", report)));
      expect(validate.errors ?? []).toEqual([]);
    }
  });
});

test("a run with the program that is released tells its hash", async () => {
  const told = /Rust was dist\/bundle\/server, SHA-256 (?:9f){32}/;
  expect(await checkReport("text", releasedRun())).toMatch(told);
  expect(await checkReport("markdown", releasedRun())).toMatch(told);
  expect(JSON.parse(await checkReport("json", releasedRun()))).toMatchObject({
    program: { file: "dist/bundle/server", sha256: "9f".repeat(32), bytes: 7 },
  });
});

function releasedRun(): RunReport {
  const run = exampleRun();
  return {
    ...run,
    ended: { ...run.ended, program: { file: "dist/bundle/server", sha256: "9f".repeat(32), bytes: 7 } },
  };
}
