import { createIndex } from "#core/index/create-index.ts";
import type { Side } from "#core/model/endpoint.ts";
import type { Route } from "#core/model/route.ts";
import type { Files } from "#core/ports.ts";
import { createInlineReaders } from "#core/sources/inline-readers.ts";
import { SOURCE_LANGUAGES } from "#core/sources/source-languages.ts";
import { createSyntax } from "#core/syntax/create-syntax.ts";
import { createFiles } from "#host/files/files.ts";
import { createGrammars } from "#host/readers/grammars.ts";
import { percentile } from "./measure-edits.ts";
import { measureProjectEdits, type EditRatios } from "./measure-project-edits.ts";

/** A project that the caller brought. All times are CPU milliseconds of this process, on one thread. */
export interface ProjectTimes {
  readonly side: Side;
  readonly files: number;
  readonly lines: number;
  readonly routes: number;
  /** tree-sitter alone over the texts of all files that may be read; the median of the tries. */
  readonly parsing: number;
  /** From the disk to all routes; the median of the tries. */
  readonly cold: number;
  /** The same in the first try: JavaScript is compiled as it runs. */
  readonly first: number;
  readonly edits: readonly EditRatios[];
}

const TRIES = 3;

/** Measures a folder as it lies. Nothing is written there. `edits` of each kind are typed; none where it is 0. */
export async function measureProject(folder: string, edits: number): Promise<ProjectTimes> {
  const files = createFiles(folder);
  const { side, texts } = await textsOf(files);
  const syntax = createSyntax(createGrammars());
  const readers = createInlineReaders(syntax);
  const withTree = await syntax.load(side);
  let routes: readonly Route[] = [];
  const parsing: number[] = [];
  const cold: number[] = [];
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    cold.push(
      await computedBy(async () => {
        const layout = { folders: { [side]: "" } };
        const index = createIndex({ files, readers, languages: SOURCE_LANGUAGES, layout });
        routes = (await index.snapshot()).routes[side];
      }),
    );
    parsing.push(
      await computedBy(() => {
        for (const text of texts.values()) withTree(text, (root) => root.endIndex);
      }),
    );
  }
  return {
    side,
    files: texts.size,
    lines: [...texts.values()].reduce((sum, text) => sum + text.split("\n").length, 0),
    routes: routes.filter(({ implicit }) => !implicit).length,
    parsing: percentile(parsing, 0.5),
    cold: percentile(cold, 0.5),
    first: cold[0] ?? 0,
    edits:
      edits === 0 ? [] : await measureProjectEdits({ side, folder, texts, routes, readers, withTree, count: edits }),
  };
}

/** The language of which there is more, and its files but for those, as tests, that nobody looks at unasked. */
async function textsOf(files: Files): Promise<{ readonly side: Side; readonly texts: ReadonlyMap<string, string> }> {
  const [python, rust] = [await textsOfSide(files, "python"), await textsOfSide(files, "rust")];
  const sizeOf = (texts: ReadonlyMap<string, string>): number =>
    [...texts.values()].reduce((sum, text) => sum + text.length, 0);
  return sizeOf(python) >= sizeOf(rust) ? { side: "python", texts: python } : { side: "rust", texts: rust };
}

async function textsOfSide(files: Files, side: Side): Promise<ReadonlyMap<string, string>> {
  const language = SOURCE_LANGUAGES[side];
  const source = language.endings.filter((ending) => ending.startsWith("."));
  const names = (await files.list("", source)).filter(
    (file) => language.isRead(file) && language.isOnlyWanted?.(file) !== true,
  );
  const texts = new Map<string, string>();
  for (const name of names) texts.set(name, (await files.read(name)) ?? "");
  return texts;
}

async function computedBy(body: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await body();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
