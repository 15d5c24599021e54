import { expect, test } from "vitest";
import { createIndex } from "#core/index/create-index.ts";
import { findingText } from "#core/report/findings/finding-text.ts";
import { createReaders, languages } from "#core/session/languages.ts";
import { createGrammars } from "#host/readers/grammars.ts";
import { memoryFiles } from "../../fixtures/project/memory-files.ts";

const readers = createReaders(createGrammars());

const APP = `from fastapi import FastAPI
app = FastAPI(openapi_url=None)
@app.get("/read")
def read(): return 1
`;

/** A condition that is no expression at all: the parser keeps every way to get over it, and joins them by recursion. */
const broken = (length: number): string => `${APP}if x${"/*".repeat(length / 2)}:\n  y\n`;

/** The routes of a project, each with its file, and the sentences about it. */
async function readProject(files: Readonly<Record<string, string>>): Promise<string> {
  const layout = { folders: { python: ".", rust: "." } };
  const index = createIndex({ files: memoryFiles(files), readers, languages, layout });
  const { routes, findings } = await index.snapshot();
  const rows = [...routes.python, ...routes.rust].map(({ path, place }) => `${place.file} ${path}`);
  return [...rows, ...findings.map((finding) => `${finding.place?.file ?? ""} ${findingText(finding)}`)].join("\n");
}

test("a text that needs more stack than the parser's runtime comes with is read", async () => {
  expect(await readProject({ "broken.py": broken(12_000), "whole.py": APP })).toMatchInlineSnapshot(`
    "broken.py /read
    whole.py /read"
  `);
});

test("a text on which the parser breaks off is a finding, and all others are read right", async () => {
  const files = {
    "broken.py": broken(120_000),
    "main.rs": 'fn main() { axum::serve(l, axum::Router::new().route("/rust", axum::routing::get(read))) }',
    "whole.py": APP,
  };
  for (let again = 0; again < 3; again += 1) {
    expect(await readProject(files)).toMatchInlineSnapshot(`
      "whole.py /read
      main.rs /rust
      main.rs /rust
      broken.py \`broken.py\` is not read: it nests too deep for the parser, or is broken in a way that it does not get over. What it declares is missing."
    `);
  }
});
