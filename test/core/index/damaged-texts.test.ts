import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { assert, asyncProperty, constantFrom, double, nat, oneof, record, uint8Array } from "fast-check";
import { expect, test } from "vitest";
import { createIndex } from "#core/index/create-index.ts";
import { createInlineReaders } from "#core/sources/inline-readers.ts";
import { SOURCE_LANGUAGES } from "#core/sources/source-languages.ts";
import { createSyntax } from "#core/syntax/create-syntax.ts";
import { createGrammars } from "#host/readers/grammars.ts";

const root = fileURLToPath(new URL("../../fixtures/routes", import.meta.url));
const syntax = createSyntax(createGrammars());
const readers = createInlineReaders(syntax);
const sources = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.(?:py|rs|toml)$/.test(file))
  .toSorted()
  .map((file) => ({ file, bytes: readFileSync(join(root, file)) }));

const part = double({ min: 0, max: 1, noNaN: true });
const damaged = record({
  source: constantFrom(...sources),
  damage: oneof(
    record({ kind: constantFrom("cut off"), at: part, noise: uint8Array({ maxLength: 0 }), over: nat({ max: 0 }) }),
    record({
      kind: constantFrom("noise"),
      at: part,
      noise: uint8Array({ minLength: 1, maxLength: 12 }),
      over: nat({ max: 12 }),
    }),
  ),
}).map(({ source: { file, bytes }, damage: { kind, at, noise, over } }) => {
  const start = Math.floor(at * bytes.length);
  const after = kind === "cut off" ? Buffer.alloc(0) : bytes.subarray(start + over);
  // As the disk gives it: what is no UTF-8 becomes the replacement character.
  return { file, text: Buffer.concat([bytes.subarray(0, start), noise, after]).toString("utf8") };
});

test("texts that are cut off and bytes that are no text never fail, and every tree is freed", async () => {
  await assert(
    asyncProperty(damaged, async ({ file, text }) => {
      const files = {
        read: () => Promise.resolve(text),
        list: (_: string, endings: readonly string[]) =>
          Promise.resolve(endings.some((ending) => file.endsWith(ending)) ? [file] : []),
        write: () => Promise.resolve(),
        stamp: () => Promise.resolve(undefined),
      };
      const layout = { folders: { python: "", rust: "" } };
      await createIndex({ files, readers, languages: SOURCE_LANGUAGES, layout }).snapshot();
      expect(syntax.treesAlive()).toBe(0);
    }),
    { numRuns: 2000, seed: 20260101 },
  );
});
