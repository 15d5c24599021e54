import { expect, test } from "vitest";

import { UserError } from "#core/model/user-error.ts";
import { type ReportKind, reportTargets, runReportText, writeReports } from "../../src/cli/report-files.ts";
import { exampleRun } from "../core/report/report-examples.ts";

/** Values of `--report` in; what is written where, by the first line of each, out. */
async function checkReports(...texts: readonly string[]): Promise<readonly string[]> {
  const written: string[] = [];
  const show = (file: string, text: string): void => void written.push(`${file}: ${text.split("\n")[0]}`);
  const page = { script: "", style: "", font: new Uint8Array() };
  const makeText = (kind: ReportKind) => runReportText(kind, exampleRun(), async () => page);
  await writeReports(reportTargets(texts), makeText, {
    files: {
      read: async () => undefined,
      list: async () => [],
      stamp: async () => undefined,
      write: async (file, text) => {
        if (file.startsWith("/closed/")) throw new Error("EACCES: permission denied");
        show(file, text);
      },
    },
    print: (text) => show("standard output", text),
  });
  return written;
}

/** The sentence that values of `--report` are refused with. */
async function checkRefusal(...texts: readonly string[]): Promise<string> {
  const refused: unknown = await checkReports(...texts).catch((error: unknown) => error);
  return refused instanceof UserError ? refused.message : `not refused: ${String(refused)}`;
}

test("each report goes to its file, and one may go to standard output", async () => {
  expect(
    await checkReports(
      "junit=out/parity.xml",
      "sarif=parity.sarif",
      "markdown=a=b.md",
      "html=parity.html",
      "github=annotations.txt",
      "json=-",
    ),
  ).toMatchInlineSnapshot(`
    [
      "out/parity.xml: <?xml version="1.0" encoding="UTF-8"?>",
      "parity.sarif: {",
      "a=b.md: ## Parity: 3 endpoints: 1 verified, 1 differs, 1 unported",
      "parity.html: <!DOCTYPE html>",
      "annotations.txt: ::error file=examples/controller/core-server-rs/src/nodes.rs,line=41,endLine=41,col=14,title=Parity%3A missing at /note::1 difference in 1 case of GET /api/nodes/{node_id}%0Aone node: /note%0Apython  "a\\u001b[2Jb"%0Arust    absent",
      "standard output: {",
    ]
  `);
});

test("what cannot be written or understood is said in a sentence", async () => {
  expect(
    [
      await checkRefusal("pdf=x.pdf"),
      await checkRefusal("html"),
      await checkRefusal("json=-", "junit=-"),
      await checkRefusal("json=same", "junit=same"),
      await checkRefusal("json=/closed/run.json"),
    ].join("\n"),
  ).toMatchInlineSnapshot(`
    ""pdf" is not a kind of report; write --report KIND=FILE with json, junit, sarif, markdown, html, github.
    --report html needs a file: --report html=FILE, or - for standard output.
    Two reports cannot both go to standard output; give each its own.
    Two reports cannot both go to same; give each its own.
    The report /closed/run.json cannot be written: EACCES: permission denied."
  `);
});

test("a report that no text can hold is refused in a sentence, other faults stay what they are", async () => {
  const written = (message: string): Promise<unknown> =>
    writeReports(reportTargets(["html=a.html"]), () => Promise.reject(new RangeError(message)), {
      files: { read: async () => undefined, list: async () => [], stamp: async () => undefined, write: async () => {} },
      print: () => undefined,
    }).catch((error: unknown) => error);
  expect(await written("Invalid string length")).toEqual(
    new UserError("The html report would be longer than 512 MB; name fewer endpoints, or ask for smaller answers."),
  );
  expect(await written("Maximum call stack size exceeded")).toBeInstanceOf(RangeError);
});
