import { expect, test } from "vitest";
import { createIndex } from "#core/index/create-index.ts";
import { createInlineReaders } from "#core/sources/inline-readers.ts";
import { SOURCE_LANGUAGES } from "#core/sources/source-languages.ts";
import { createSyntax } from "#core/syntax/create-syntax.ts";
import { createGrammars } from "#host/grammars.ts";

const readers = createInlineReaders(createSyntax(createGrammars()));

const APP = `from fastapi import FastAPI
def prefix():
    return "/api"
def unused():
    return "/unused"
app = FastAPI(openapi_url=None)
@app.get(prefix() + "/a")
def a():
    return 1
`;

/** Routes with their places after each of the edits, and how often the sources were linked for it. */
async function checkEdits(...edits: readonly (readonly [string, string])[]): Promise<string> {
  let linkings = 0;
  let text = APP;
  const files = {
    read: () => Promise.resolve(APP),
    list: () => Promise.resolve(["app.py"]),
    write: () => Promise.resolve(),
    stamp: () => Promise.resolve(undefined),
  };
  const python = SOURCE_LANGUAGES.python;
  const counting: typeof python = {
    ...python,
    link: (input) => {
      linkings += 1;
      return python.link(input);
    },
  };
  const languages = { ...SOURCE_LANGUAGES, python: counting };
  const index = createIndex({ files, readers, languages, layout: { folders: { python: "" } } });
  await index.snapshot();
  const lines: string[] = [];
  for (const [from, to] of edits) {
    text = text.replace(from, to);
    linkings = 0;
    index.change("app.py", text);
    const { routes } = await index.snapshot();
    const shown = routes.python.map(({ path, place, handler, handlerHash }) => {
      const body = handler?.body.range;
      return `${path} ${place.range.start.line + 1}, ${body?.start.line}-${body?.end.line} ${handlerHash?.slice(0, 4)}`;
    });
    lines.push(`${shown.join("; ")} · linked ${linkings}`);
  }
  return lines.join("\n");
}

test("an edit that only moves routes or changes a handler links nothing, and places and hashes are the new ones", async () => {
  expect(
    await checkEdits(["return 1", "return 12"], ["def unused", "# a comment\n\ndef unused"], ['"/unused"', "1 + 2"]),
  ).toMatchInlineSnapshot(`
    "/api/a 7, 6-8 f674 · linked 0
    /api/a 9, 8-10 f674 · linked 0
    /api/a 9, 8-10 f674 · linked 0"
  `);
});

test("an edit of a function that was called links again, also after edits that did not", async () => {
  expect(
    await checkEdits(
      ["def prefix", "\ndef prefix"],
      ["return 1", "return 12"],
      ['"/api"', '"/apis"'],
      ['"/a"', '"/b"'],
    ),
  ).toMatchInlineSnapshot(`
    "/api/a 8, 7-9 d70b · linked 0
    /api/a 8, 7-9 f674 · linked 0
    /apis/a 8, 7-9 f674 · linked 1
    /apis/b 8, 7-9 3c8e · linked 1"
  `);
});
