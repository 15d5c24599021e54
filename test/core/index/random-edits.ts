import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  array,
  type Arbitrary,
  assert as assertProperty,
  asyncProperty,
  boolean,
  constantFrom,
  double,
  nat,
  record,
} from "fast-check";
import { createIndex, type Snapshot } from "#core/index/create-index.ts";
import { buildLedger, createLedgerBuilder } from "#core/ledger/build-ledger.ts";
import type { FileFacts } from "#core/model/sources/file-facts.ts";
import type { Readers } from "#core/ports.ts";
import { createInlineReaders } from "#core/sources/inline-readers.ts";
import { SOURCE_LANGUAGES } from "#core/sources/source-languages.ts";
import { createSyntax } from "#core/syntax/create-syntax.ts";
import { createGrammars } from "#host/readers/grammars.ts";
import { readPages } from "../../constructs/read-constructs.ts";

const root = fileURLToPath(new URL("../../fixtures/routes", import.meta.url));
const syntax = createSyntax(createGrammars());
const readers = createInlineReaders(syntax);

interface Project {
  readonly name: string;
  readonly texts: ReadonlyMap<string, string>;
}

/** The projects of the fixtures of routes. */
export function projectsOfFixtures(): readonly Project[] {
  return readdirSync(root)
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
}

/** The small projects on the pages of constructs, of which there are many. */
export function projectsOfConstructs(): readonly Project[] {
  return readPages()
    .flatMap((each) => each.constructs)
    .map(({ page, headings, files }) => ({ name: `${page} ${headings.join(" > ")}`, texts: files }));
}

/**
 * Each reading only once: an index that begins anew then costs its linking. Every index gets facts of its own, since
 * linking puts bodies into those of an outline. `mayReadNow`: in the midst of linking, as on the command line.
 */
function rememberingReaders(mayReadNow: boolean): Readers {
  const known = new Map<string, Promise<FileFacts>>();
  return {
    async read(file: string, text: string, _?: ReadonlyMap<string, string>, isOutline = false): Promise<FileFacts> {
      const key = `${String(isOutline)}\0${file}\0${text}`;
      const facts = known.get(key) ?? readers.read(file, text, undefined, isOutline);
      known.set(key, facts);
      return mayReadNow ? structuredClone(await facts) : facts;
    },
    ...(mayReadNow && { readNow: (...given) => readers.readNow(...given) }),
  };
}

function indexOf(texts: ReadonlyMap<string, string>, using: Readers) {
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

type Edit = typeof edit extends Arbitrary<infer T> ? T : never;

const edit = record({
  file: nat({ max: 1000 }),
  at: double({ min: 0, max: 1, noNaN: true }),
  cut: constantFrom(0, 0, 0, 1, 1, 2, 12, 60),
  put: constantFrom("x", "x", "x", "\n", " ", "\n\n", "", "# x\n", '"', "(", ")", "}", "/", "é😀", "\r\n", "get", "\0"),
  /** At the next path or text: most of what routes are made of. */
  isInText: constantFrom(true, true, false),
  /** A whole line instead: away, or put in from some file, so that names, imports and routers come and go. */
  line: constantFrom(undefined, undefined, "cut", "copy", "copy"),
  from: nat({ max: 1000 }),
  /** Back to the text as it was at first. */
  isUndone: constantFrom(true, false, false),
});

/** A text after an edit; `all` are texts from which lines are taken. */
function edited(
  text: string,
  all: readonly string[],
  { at, cut, put, isInText, line, from }: Omit<Edit, "file" | "isUndone">,
): string {
  const anywhere = Math.floor(at * text.length);
  if (line) {
    const start = text.lastIndexOf("\n", anywhere - 1) + 1;
    const end = text.indexOf("\n", start) + 1 || text.length;
    const lines = (all[from % all.length] ?? "").split("\n");
    if (line === "cut") return text.slice(0, start) + text.slice(end);
    return `${text.slice(0, start)}${lines[Math.floor(at * 997 * lines.length) % lines.length] ?? ""}\n${text.slice(start)}`;
  }
  const quote = isInText ? text.indexOf('"/', anywhere) : -1;
  const start = quote === -1 ? anywhere : quote + 2;
  return text.slice(0, start) + put + text.slice(start + cut);
}

/** How much is tried: sequences of edits for each project, edits in each, and where chance begins. */
interface Amount {
  readonly runs: number;
  readonly edits: number;
  readonly seed: number;
}

/**
 * Edits each project again and again. Throws where an index or a ledger that was told of the edits answers otherwise than
 * a new one, or where a tree was not given back. Returns the number of edits.
 */
export async function checkRandomEdits(projects: readonly Project[], { runs, edits, seed }: Amount): Promise<number> {
  let done = 0;
  for (const { name, texts } of projects) {
    const names = [...texts.keys()];
    const firstTexts = [...texts.values()];
    await assertProperty(
      asyncProperty(boolean(), array(edit, { minLength: edits, maxLength: edits }), async (mayReadNow, sequence) => {
        const using = rememberingReaders(mayReadNow);
        const now = new Map(texts);
        const index = indexOf(now, using);
        const build = createLedgerBuilder();
        build(ledgerInput(await index.snapshot()));
        for (const { file: number, isUndone, ...change } of sequence) {
          const file = names[number % names.length] ?? "";
          const next = isUndone ? (texts.get(file) ?? "") : edited(now.get(file) ?? "", firstTexts, change);
          now.set(file, next);
          index.change(file, next);
          done += 1;
          const input = ledgerInput(await index.snapshot());
          const anew = ledgerInput(await indexOf(now, using).snapshot());
          assert.deepStrictEqual(input, anew, name);
          assert.deepStrictEqual(build(input), buildLedger(anew), name);
        }
      }),
      { numRuns: runs, seed, endOnFailure: true },
    );
  }
  assert.equal(syntax.treesAlive(), 0);
  return done;
}

function ledgerInput(snapshot: Snapshot) {
  return { snapshot, project: undefined, verdicts: new Map<never, never>() };
}
