import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { createIndex } from "#core/index/create-index.ts";
import { fillBodies, fillBody, missingBodies } from "#core/index/fill-bodies.ts";
import type { SourceLanguage } from "#core/model/sources/source-language.ts";
import { createInlineReaders } from "#core/sources/inline-readers.ts";
import { SOURCE_LANGUAGES } from "#core/sources/source-languages.ts";
import { createSyntax } from "#core/syntax/create-syntax.ts";
import { createFiles } from "#host/files/files.ts";
import { createGrammars } from "#host/readers/grammars.ts";

const root = fileURLToPath(new URL("../../fixtures/routes", import.meta.url));
const inline = createInlineReaders(createSyntax(createGrammars()));

/** What linking comes to, and how often each language was linked. */
async function readFixture(folder: string, readers: Pick<typeof inline, "read"> & Partial<typeof inline>) {
  let links = 0;
  const counted = (language: SourceLanguage): SourceLanguage => ({
    ...language,
    link: (input) => {
      if (input.files.length > 0) links += 1;
      return language.link(input);
    },
  });
  const { routes, findings } = await createIndex({
    files: createFiles(join(root, folder)),
    readers,
    languages: { python: counted(SOURCE_LANGUAGES.python), rust: counted(SOURCE_LANGUAGES.rust) },
    layout: { folders: { python: "", rust: "" } },
  }).snapshot();
  return { says: { routes, findings }, links };
}

test("reading in the midst of linking comes to what linking in rounds comes to, and links once", async () => {
  let rounds = 0;
  for (const folder of readdirSync(root)) {
    const once = await readFixture(folder, inline);
    const inRounds = await readFixture(folder, { read: (...given) => inline.read(...given) });
    expect(once.says, folder).toEqual(inRounds.says);
    rounds += inRounds.links - once.links;
    expect(once.links, folder).toBeLessThanOrEqual(2);
  }
  expect(rounds).toBeGreaterThan(30);
}, 60_000);

test("an outline whose bodies were filled in says what the whole file says", async () => {
  let [filled, byThemselves] = [0, 0];
  for (const name of readdirSync(root, { recursive: true, encoding: "utf8" })) {
    if (!/\.(?:py|rs)$/.test(name)) continue;
    const text = readFileSync(join(root, name), "utf8");
    const [outline, other] = [
      await inline.read(name, text, undefined, true),
      await inline.read(name, text, undefined, true),
    ];
    const whole = await inline.read(name, text);
    const missing = missingBodies(other, whole);
    filled += missing.length;
    fillBodies(outline, whole);
    expect(outline, name).toEqual(whole);
    for (const each of missing) {
      const part = inline.readNow(name, text, each.whole);
      if (part && fillBody(each, part)) byThemselves += 1;
    }
    fillBodies(other, whole);
    expect(other, name).toEqual(whole);
  }
  expect(filled).toBeGreaterThan(5);
  expect(byThemselves).toBe(filled);
});
