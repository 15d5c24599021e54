import { expect, test } from "vitest";
import { createIndex } from "#core/index/create-index.ts";
import { UnreadablePath } from "#core/model/unreadable-path.ts";
import type { Files } from "#core/ports.ts";
import { findingLines } from "#core/report/findings/finding-lines.ts";
import { PLAIN } from "#core/report/layout/paint.ts";
import { createReaders, languages } from "#core/session/languages.ts";
import { createGrammars } from "#host/readers/grammars.ts";
import { memoryFiles } from "../../fixtures/project/memory-files.ts";

const readers = createReaders(createGrammars());

/** The files of a project, of which some are there and refuse to be read. */
function filesWith(texts: Readonly<Record<string, string>>, refused: Readonly<Record<string, string>>): Files {
  const files = memoryFiles(texts);
  const refuse = (file: string): void => {
    const reason = refused[file];
    if (reason !== undefined) throw new UnreadablePath(file, reason, "system");
  };
  return {
    ...files,
    read: async (file) => {
      refuse(file);
      return files.read(file);
    },
    list: async (folder, endings, onUnreadable) => {
      for (const [path, reason] of Object.entries(refused)) {
        if (path.endsWith("/")) onUnreadable?.(new UnreadablePath(path.slice(0, -1), reason, "system"));
      }
      return files.list(folder, endings);
    },
  };
}

/** The routes of both sides and of the contract, then the findings. */
async function shown(files: Files): Promise<string> {
  const layout = { folders: { python: ".", rust: "." }, contract: "openapi.yaml" };
  const { routes, operations, findings } = await createIndex({ files, readers, languages, layout }).snapshot();
  const all = [...routes.python, ...routes.rust].filter(({ implicit }) => !implicit);
  const rows = [...all, ...operations].map(({ method, path }) => `${method} ${path}`);
  return [...rows, ...findingLines(findings, PLAIN).slice(1)].join("\n");
}

const APP = `from fastapi import FastAPI\napp = FastAPI()\n@app.get("/a")\ndef a(): return 1\n`;
const LARGE = `from fastapi import FastAPI\n${"x = 1\n".repeat(400_000)}`;
const MAIN = `use axum::{Router, routing::get};
fn main() { axum::serve(listener, Router::new().route("/b", get(b))) }
async fn b() {}
`;

test("one path that is not read is a finding at its place, and the rest is read", async () => {
  const texts = { "app.py": APP, "locked.py": APP, "large.py": LARGE, "main.rs": MAIN };
  const utf16 = Buffer.from(MAIN, "utf16le").toString("utf8");
  const files = filesWith(
    { ...texts, "wide.rs": utf16, "openapi.yaml": "openapi: 3.1.0\npaths: {}\n" },
    { "locked.py": "its permissions do not allow it", "data/": "its permissions do not allow it" },
  );
  expect(await shown(files)).toMatchInlineSnapshot(`
    "GET /a
    GET /b
      data:1:1: warning: \`data\` is not read: its permissions do not allow it. What it declares is missing.
      large.py:1:1: warning: \`large.py\` is not read: it has 2400028 characters, and at most 2000000 are read. What it declares is missing.
      locked.py:1:1: warning: \`locked.py\` is not read: its permissions do not allow it. What it declares is missing.
      wide.rs:1:1: warning: \`wide.rs\` is not read: it has NUL characters, as text has in UTF-16; save it as UTF-8. What it declares is missing."
  `);
});

test("a reference to a file that is not read is a finding at the reference", async () => {
  const contract = `openapi: 3.1.0
paths:
  /a:
    get:
      responses: {}
  /c:
    $ref: ../../etc/passwd#/paths
`;
  const refused = { "../../etc/passwd": "it lies outside of the workspace's folder and of its repository" };
  expect(await shown(filesWith({ "openapi.yaml": contract }, refused))).toMatchInlineSnapshot(`
    "GET /a
      openapi.yaml:7:5: error: The file of the reference \`../../etc/passwd#/paths\` is not read: it lies outside of the workspace's folder and of its repository."
  `);
});

test("a file that is read again after all is no finding any more", async () => {
  const refused: Record<string, string> = { "app.py": "its permissions do not allow it" };
  const files = filesWith({ "app.py": APP }, refused);
  const layout = { folders: { python: "." } };
  const index = createIndex({ files, readers, languages, layout });
  expect((await index.snapshot()).findings.map(({ code }) => code)).toEqual(["path-unreadable"]);
  delete refused["app.py"];
  index.change("app.py");
  const { routes, findings } = await index.snapshot();
  expect([routes.python.length > 0, findings]).toEqual([true, []]);
});
