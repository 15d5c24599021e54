import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { array, assert as assertProperty, asyncProperty, constantFrom, double, nat, record } from "fast-check";
import { expect, test } from "vitest";
import { createIndex, type Snapshot } from "#core/index/create-index.ts";
import { buildLedger, createLedgerBuilder } from "#core/ledger/build-ledger.ts";
import type { FileFacts } from "#core/model/file-facts.ts";
import { createInlineReaders } from "#core/sources/inline-readers.ts";
import { SOURCE_LANGUAGES } from "#core/sources/source-languages.ts";
import { createSyntax } from "#core/syntax/create-syntax.ts";
import { createGrammars } from "#host/grammars.ts";

const root = fileURLToPath(new URL("../../fixtures/routes", import.meta.url));
const syntax = createSyntax(createGrammars());
const readers = createInlineReaders(syntax);

const fixtures = readdirSync(root)
  .toSorted()
  .map((name) => ({
    name,
    texts: new Map(
      readdirSync(join(root, name), { recursive: true, encoding: "utf8" })
        .filter((file) => /\.(?:py|rs|toml)$/.test(file))
        .toSorted()
        .map((file) => [file, readFileSync(join(root, name, file), "utf8")]),
    ),
  }));

/** Each reading only once: an index that begins anew then costs its linking. */
function rememberingReaders() {
  const known = new Map<string, Promise<FileFacts>>();
  return {
    read(file: string, text: string): Promise<FileFacts> {
      const key = `${file}\0${text}`;
      const facts = known.get(key) ?? readers.read(file, text);
      known.set(key, facts);
      return facts;
    },
  };
}

function indexOf(texts: ReadonlyMap<string, string>, using: ReturnType<typeof rememberingReaders>) {
  const files = {
    read: (file: string) => Promise.resolve(texts.get(file)),
    list: (_: string, endings: readonly string[]) =>
      Promise.resolve([...texts.keys()].filter((file) => endings.some((ending) => file.endsWith(ending)))),
    write: () => Promise.resolve(),
    stamp: () => Promise.resolve(undefined),
  };
  const layout = { folders: { python: "", rust: "" } };
  return createIndex({ files, readers: using, languages: SOURCE_LANGUAGES, layout });
}

const edit = record({
  file: nat({ max: 1000 }),
  at: double({ min: 0, max: 1, noNaN: true }),
  cut: constantFrom(0, 0, 0, 1, 1, 2, 12, 60),
  put: constantFrom("x", "x", "x", "\n", " ", "\n\n", "", "# x\n", '"', "(", ")", "}", "/", "é😀", "\r\n", "get", "\0"),
  /** At the next path or text: most of what routes are made of. */
  isInText: constantFrom(true, true, false),
  /** Back to the text as it was at first. */
  isUndone: constantFrom(true, false, false),
});

test("after any edits an index answers what a new one answers, and so does the ledger", async () => {
  let edits = 0;
  for (const { name, texts } of fixtures) {
    const names = [...texts.keys()];
    await assertProperty(
      asyncProperty(array(edit, { minLength: 15, maxLength: 15 }), async (sequence) => {
        const using = rememberingReaders();
        const now = new Map(texts);
        const index = indexOf(now, using);
        const build = createLedgerBuilder();
        build(ledgerInput(await index.snapshot()));
        for (const { file: number, at, cut, put, isInText, isUndone } of sequence) {
          const file = names[number % names.length] ?? "";
          const text = now.get(file) ?? "";
          const anywhere = Math.floor(at * text.length);
          const quote = isInText ? text.indexOf('"/', anywhere) : -1;
          const start = quote === -1 ? anywhere : quote + 2;
          const next = isUndone ? (texts.get(file) ?? "") : text.slice(0, start) + put + text.slice(start + cut);
          now.set(file, next);
          index.change(file, next);
          edits += 1;
          const input = ledgerInput(await index.snapshot());
          const anew = ledgerInput(await indexOf(now, using).snapshot());
          assert.deepStrictEqual(input, anew, name);
          assert.deepStrictEqual(build(input), buildLedger(anew), name);
        }
      }),
      { numRuns: 6, seed: 20260101, endOnFailure: true },
    );
  }
  expect(edits).toBeGreaterThan(2000);
  expect(syntax.treesAlive()).toBe(0);
});

function ledgerInput(snapshot: Snapshot) {
  return { snapshot, project: undefined, verdicts: new Map<never, never>() };
}
