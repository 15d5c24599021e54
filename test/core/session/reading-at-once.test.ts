import { expect, test } from "vitest";
import { createIndex } from "#core/index/create-index.ts";
import { createReaders, languages, withReadingAtOnce } from "#core/session/languages.ts";
import { createGrammars } from "#host/readers/grammars.ts";

const TEXTS = new Map([
  [
    "app.py",
    "from fastapi import FastAPI\nfrom names import PREFIX\napp = FastAPI(openapi_url=None)\n@app.get(PREFIX)\ndef a(): ...\n",
  ],
  ["names.py", 'from more import BASE\nPREFIX = BASE + "/a"\n'],
  ["more.py", 'BASE = "/api"\n'],
]);

test("with readers in threads, files that linking comes upon are read at once, and all is linked once", async () => {
  const grammars = createGrammars();
  const threads = createReaders(grammars);
  const inThreads: string[] = [];
  let links = 0;
  const index = createIndex({
    files: {
      read: (file) => Promise.resolve(TEXTS.get(file)),
      list: (_, endings) => Promise.resolve(endings.includes(".py") ? [...TEXTS.keys()].toSorted() : []),
      write: () => Promise.resolve(),
      stamp: () => Promise.resolve(undefined),
    },
    readers: withReadingAtOnce(
      {
        read: (file, ...given) => {
          inThreads.push(file);
          return threads.read(file, ...given);
        },
      },
      grammars,
    ),
    languages: {
      ...languages,
      python: {
        ...languages.python,
        link: (input) => {
          links += 1;
          return languages.python.link(input);
        },
      },
    },
    layout: { folders: { python: "" } },
  });
  const { routes } = await index.snapshot();
  expect(routes.python.filter(({ implicit }) => !implicit).map(({ path }) => path)).toEqual(["/api/a"]);
  expect(inThreads).toEqual(["app.py"]);
  expect(links).toBe(1);
});
