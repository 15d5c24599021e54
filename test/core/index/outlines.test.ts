import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { createIndex } from "#core/index/create-index.ts";
import { createInlineReaders } from "#core/sources/inline-readers.ts";
import { SOURCE_LANGUAGES } from "#core/sources/source-languages.ts";
import { createSyntax } from "#core/syntax/create-syntax.ts";
import { createGrammars } from "#host/readers/grammars.ts";

const root = fileURLToPath(new URL("../../fixtures/routes", import.meta.url));
const inline = createInlineReaders(createSyntax(createGrammars()));

function textsIn(folder: string): ReadonlyMap<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    /\.(?:py|rs|toml)$/.test(file),
  );
  return new Map(names.map((file) => [file, readFileSync(join(folder, file), "utf8")]));
}

/** Reads as an index does, or each file as a whole; notes which files were read and how. */
async function readProject(texts: ReadonlyMap<string, string>, mayOutline: boolean) {
  const log: string[] = [];
  const files = {
    read: (file: string) => Promise.resolve(texts.get(file)),
    list: () => Promise.resolve([...texts.keys()]),
    write: () => Promise.resolve(),
    stamp: () => Promise.resolve(undefined),
  };
  const readers = {
    read: (file: string, text: string, _?: ReadonlyMap<string, string>, isOutline = false) => {
      log.push(`${isOutline ? "outline" : "whole"} ${file}`);
      return inline.read(file, text, undefined, isOutline && mayOutline);
    },
  };
  const index = createIndex({
    files,
    readers,
    languages: SOURCE_LANGUAGES,
    layout: { folders: { python: "", rust: "" } },
  });
  return { snapshot: await index.snapshot(), log, index };
}

const LONG = Array.from({ length: 10 }, (_, line) => `    value_${line} = compute(${line})`).join("\n");

test("a function that is called at start-up has its file read as a whole, and no other", async () => {
  const texts = new Map([
    [
      "app.py",
      `from fastapi import FastAPI\nfrom names import prefix\napp = FastAPI(openapi_url=None)\n@app.get(prefix() + "/a")\ndef a():\n${LONG}\n`,
    ],
    ["names.py", `def prefix():\n${LONG}\n    return "/api"\n`],
  ]);
  const { snapshot, log } = await readProject(texts, true);
  expect([...snapshot.routes.python.filter(({ implicit }) => !implicit).map(({ path }) => path), ...log].join("\n"))
    .toMatchInlineSnapshot(`
    "/api/a
    outline app.py
    outline names.py
    whole names.py"
  `);
});

test("a file that is needed as a whole is read so from then on, also after all was linked anew", async () => {
  const texts = new Map([
    [
      "app.py",
      `from fastapi import FastAPI\nfrom names import prefix\napp = FastAPI()\n@app.get(prefix() + "/a")\ndef a():\n    pass\n`,
    ],
    ["names.py", `def prefix():\n${LONG}\n    return "/api"\n`],
    ["more.py", `from fastapi import APIRouter\n`],
  ]);
  const { log, index } = await readProject(texts, true);
  log.length = 0;
  index.change("app.py", `${texts.get("app.py") ?? ""}import more\n`);
  await index.snapshot();
  index.change("names.py", (texts.get("names.py") ?? "").replace("compute(3)", "compute(4)"));
  await index.snapshot();
  expect(log.join("\n")).toMatchInlineSnapshot(`
    "outline app.py
    whole names.py"
  `);
});

test("outlines lead to the routes that whole files lead to", async () => {
  for (const name of readdirSync(root)) {
    const texts = textsIn(join(root, name));
    const [outlined, whole] = await Promise.all([readProject(texts, true), readProject(texts, false)]);
    expect(outlined.snapshot, name).toEqual(whole.snapshot);
  }
});
