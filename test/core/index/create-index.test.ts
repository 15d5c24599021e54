import { expect, test } from "vitest";
import { createIndex } from "#core/index/create-index.ts";
import { createInlineReaders } from "#core/sources/inline-readers.ts";
import { SOURCE_LANGUAGES } from "#core/sources/source-languages.ts";
import { createSyntax } from "#core/syntax/create-syntax.ts";
import { createGrammars } from "#host/readers/grammars.ts";

const inline = createInlineReaders(createSyntax(createGrammars()));

/** An index over files in memory that notes what is read from the disk and what is parsed. */
function makeIndex(disk: Record<string, string>) {
  const log: string[] = [];
  const files = {
    read: async (file: string) => {
      log.push(`disk ${file}`);
      return disk[file];
    },
    list: async (folder: string, endings: readonly string[]) =>
      Object.keys(disk).filter((file) => file.startsWith(folder) && endings.some((ending) => file.endsWith(ending))),
    write: async () => {},
    stamp: async () => undefined,
  };
  const readers = {
    read: (file: string, text: string) => {
      log.push(`parse ${file}`);
      return inline.read(file, text);
    },
  };
  const layout = { folders: { python: "py", rust: "rs" }, contract: "openapi.json" };
  const index = createIndex({ files, readers, languages: SOURCE_LANGUAGES, layout });
  return {
    index,
    check: async (): Promise<string> => {
      log.length = 0;
      const { routes, operations, findings } = await index.snapshot();
      return [
        ...[...routes.python, ...routes.rust]
          .filter(({ implicit }) => !implicit)
          .map(({ side, method, path }) => `${side} ${method} ${path}`),
        ...operations.map(({ key }) => `contract ${key}`),
        ...findings.map(({ code }) => `finding ${code}`),
        ...log.toSorted(),
      ].join("\n");
    },
  };
}

const PREFIX = 'PREFIX = "/api"\n';
const APP = `from fastapi import FastAPI
from prefix import PREFIX
import unrelated
app = FastAPI(openapi_url=None)
@app.get(PREFIX + "/a")
def a(): ...
`;

test("only files that may declare routes are parsed, and those that they take values from", async () => {
  const { check } = makeIndex({ "py/app.py": APP, "py/prefix.py": PREFIX, "py/unrelated.py": "x = 1\n" });
  expect(await check()).toMatchInlineSnapshot(`
    "python GET /api/a
    disk openapi.json
    disk py/app.py
    disk py/prefix.py
    disk py/unrelated.py
    parse py/app.py
    parse py/prefix.py"
  `);
});

test("a second question reads nothing; a change reads one file; open text comes before the disk", async () => {
  const { index, check } = makeIndex({
    "py/app.py": APP,
    "py/prefix.py": PREFIX,
    "openapi.json": '{"openapi":"3.1.0"}',
  });
  await check();
  expect(await check()).toMatchInlineSnapshot(`"python GET /api/a"`);
  index.change("py/prefix.py", 'PREFIX = "/unsaved"\n');
  expect(await check()).toMatchInlineSnapshot(`
    "python GET /unsaved/a
    parse py/prefix.py"
  `);
  index.change("py/prefix.py");
  expect(await check()).toMatchInlineSnapshot(`
    "python GET /api/a
    disk py/prefix.py
    parse py/prefix.py"
  `);
});

test("files that come and go", async () => {
  const disk: Record<string, string> = { "py/app.py": APP, "py/prefix.py": PREFIX };
  const { index, check } = makeIndex(disk);
  await check();
  disk["py/other.py"] = 'import fastapi\napp = fastapi.FastAPI(openapi_url=None)\napp.add_api_route("/other", print)\n';
  index.change("py/other.py");
  delete disk["py/prefix.py"];
  index.change("py/prefix.py");
  expect(await check()).toMatchInlineSnapshot(`
    "python GET {?}/a
    python GET /other
    disk openapi.json
    disk py/other.py
    parse py/other.py"
  `);
});

test("after a refresh all is looked at, and only what has another text is parsed", async () => {
  const disk: Record<string, string> = { "py/app.py": APP, "py/prefix.py": PREFIX, "rs/main.rs": "fn main() {}\n" };
  const { index, check } = makeIndex(disk);
  await check();
  disk["py/prefix.py"] = 'PREFIX = "/later"\n';
  index.refresh();
  expect(await check()).toMatchInlineSnapshot(`
    "python GET /later/a
    disk ../../../../../Cargo.toml
    disk ../../../../Cargo.toml
    disk ../../../Cargo.toml
    disk ../../Cargo.toml
    disk ../Cargo.toml
    disk Cargo.toml
    disk openapi.json
    disk py/app.py
    disk py/prefix.py
    disk rs/main.rs
    parse py/prefix.py"
  `);
});

test("an answer that was asked for after a change has seen the change, however slow the reading before it was", async () => {
  const { index } = makeIndex({ "py/app.py": APP, "py/prefix.py": PREFIX });
  const early = index.snapshot();
  index.change("py/prefix.py", 'PREFIX = "/new"\n');
  const late = index.snapshot();
  await early;
  expect((await late).routes.python.map(({ path }) => path)).toEqual(["/new/a"]);
  expect((await index.snapshot()).routes.python.map(({ path }) => path)).toEqual(["/new/a"]);
});
