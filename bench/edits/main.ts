import assert from "node:assert/strict";
import { createIndex, type Snapshot } from "#core/index/create-index.ts";
import type { Side } from "#core/model/endpoint.ts";
import type { SourceLanguage } from "#core/model/sources/source-language.ts";
import type { Files } from "#core/ports.ts";
import { createInlineReaders } from "#core/sources/inline-readers.ts";
import { SOURCE_LANGUAGES } from "#core/sources/source-languages.ts";
import { createSyntax } from "#core/syntax/create-syntax.ts";
import { createFiles } from "#host/files/files.ts";
import { createGrammars } from "#host/readers/grammars.ts";
import { checkRandomEdits, projectsOfConstructs, projectsOfFixtures } from "../../test/core/index/random-edits.ts";
import { random } from "../index/measure-edits.ts";
import { editText } from "./edit-text.ts";

/**
 * `npm run bench edits -- COUNT SEED DIR…`: damages and mends sources of servers that the caller has brought, as an
 * editor's open documents, and holds what the index answers after each edit against what a new index answers. Nothing is
 * written there. Tells how many edits only moved places, had some of the code followed again, or all. Without a folder the
 * fixtures and the pages of constructs are edited, each in COUNT sequences.
 */
const [count = "60", seed = "1", ...folders] = process.argv.slice(2);

if (folders.length === 0) {
  const amount = { runs: Number(count), edits: 15, seed: Number(seed) };
  console.log(`fixtures: ${await checkRandomEdits(projectsOfFixtures(), amount)} edits`);
  console.log(`constructs: ${await checkRandomEdits(projectsOfConstructs(), amount)} edits`);
}
for (const folder of folders) {
  const name = folder.split("/").slice(-2).join("/");
  console.log(`${name}: ${await checkEdits(folder, Number(count), Number(seed))}`);
}

async function checkEdits(folder: string, edits: number, start: number): Promise<string> {
  const disk = createFiles(folder);
  const texts = new Map<string, string>();
  const files = overTexts(disk, texts);
  const readers = createInlineReaders(createSyntax(createGrammars()));
  const how = { moved: 0, some: 0, all: 0 };
  let last: keyof typeof how = "moved";
  const noting = (language: SourceLanguage): SourceLanguage => ({
    ...language,
    link: (input) => {
      last = "all";
      return language.link(input);
    },
    relink: (input, memory) => {
      const linked = language.relink?.(input, memory);
      if (linked) last = "some";
      return linked;
    },
  });
  const languages = { python: noting(SOURCE_LANGUAGES.python), rust: noting(SOURCE_LANGUAGES.rust) };
  const layout = { folders: { python: "", rust: "" } };
  const indexOf = () => createIndex({ files, readers, languages, layout });
  const index = indexOf();
  const names = filesOfRoutes(await index.snapshot());
  if (names.length === 0) return "no routes";
  const next = random(start);
  for (const name of names) texts.set(name, (await disk.read(name)) ?? "");
  const first = new Map(texts);
  for (let edit = 0; edit < edits; edit += 1) {
    const file = names[Math.floor(next() * names.length)] ?? "";
    const before = texts.get(file) ?? "";
    const text = next() < 0.35 ? (first.get(file) ?? "") : editText(before, [...first.values()], next);
    texts.set(file, text);
    last = "moved";
    index.change(file, text);
    const answer = await index.snapshot();
    how[last] += 1;
    const anew = await indexOf().snapshot();
    try {
      assert.deepStrictEqual(answer, anew);
    } catch (error) {
      let at = 0;
      while (at < text.length && before[at] === text[at]) at += 1;
      console.error(`Edit ${edit} (${last}) of ${file} at ${at}: ${text.slice(Math.max(0, at - 60), at + 60)}`);
      throw error;
    }
  }
  return `${edits} edits, the index answered as a new one: ${how.moved} moved places, ${how.some} followed some code again, ${how.all} all`;
}

/** Files with routes and those that their paths are put together in. */
function filesOfRoutes({ routes }: Snapshot): readonly string[] {
  const sides: readonly Side[] = ["python", "rust"];
  const places = sides.flatMap((side) =>
    routes[side].flatMap(({ place, steps, handler }) => [place, ...steps.map((step) => step.place), handler?.body]),
  );
  return [...new Set(places.flatMap((place) => (place ? [place.file] : [])))].toSorted();
}

function overTexts(files: Files, texts: ReadonlyMap<string, string>): Files {
  return {
    ...files,
    read: (file, options) => {
      const text = texts.get(file);
      return text === undefined ? files.read(file, options) : Promise.resolve(text);
    },
  };
}
