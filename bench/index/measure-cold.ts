import { createIndex } from "#core/index/create-index.ts";
import type { Readers } from "#core/ports.ts";
import { createInlineReaders } from "#core/sources/inline-readers.ts";
import { SOURCE_LANGUAGES } from "#core/sources/source-languages.ts";
import { createSyntax } from "#core/syntax/create-syntax.ts";
import { createFiles } from "#host/files/files.ts";
import { createGrammars } from "#host/readers/grammars.ts";
import { createWorkerReaders } from "#host/readers/worker-readers.ts";
import type { Generated } from "./generate.ts";

/** Best times of a few tries, in milliseconds. */
export interface ColdTimes {
  /** tree-sitter alone over the texts, on one thread; the texts are in memory. */
  readonly parsing: number;
  /** From the disk to all routes, on one thread. */
  readonly inline: number;
  /** The same with reader threads; they run, but have not seen the files. */
  readonly workers: number;
  /** Routes that were found, without those that a framework adds. */
  readonly routes: number;
}

const TRIES = 3;
const WORKER = new URL("../../src/worker/main.ts", import.meta.url);

/** Measures a project that lies in `folder`. The tries alternate, so that what else the machine does hits all alike. */
export async function measureCold(project: Generated, folder: string): Promise<ColdTimes> {
  const syntax = createSyntax(createGrammars());
  const workers = createWorkerReaders(WORKER, { info: () => {}, error: (text) => console.error(text) });
  const inline = createInlineReaders(syntax);
  const withTree = await syntax.load(project.side);
  const ending = project.side === "python" ? ".py" : ".rs";
  const texts = [...project.files].filter(([file]) => file.endsWith(ending)).map(([, text]) => text);
  // Threads start and compile their grammar when they are first asked.
  const warm = [`warm-1${ending}`, `warm-2${ending}`, `warm-3${ending}`];
  await Promise.all(warm.map((file) => workers.read(file, texts.at(-1) ?? "")));

  const times = { parsing: Infinity, inline: Infinity, workers: Infinity };
  let routes = 0;
  try {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const parsing = await timeOf(() => {
        for (const text of texts) withTree(text, (root) => root.endIndex);
      });
      const alone = await timeOf(async () => {
        routes = await countRoutes(project, folder, inline);
      });
      const together = await timeOf(() => countRoutes(project, folder, workers));
      times.parsing = Math.min(times.parsing, parsing);
      times.inline = Math.min(times.inline, alone);
      times.workers = Math.min(times.workers, together);
    }
  } finally {
    await workers.dispose();
  }
  return { ...times, routes };
}

async function countRoutes({ side }: Generated, folder: string, readers: Readers): Promise<number> {
  const layout = { folders: { [side]: "" } };
  const index = createIndex({ files: createFiles(folder), readers, languages: SOURCE_LANGUAGES, layout });
  const { routes } = await index.snapshot();
  return routes[side].filter(({ implicit }) => !implicit).length;
}

async function timeOf(body: () => unknown): Promise<number> {
  const start = performance.now();
  await body();
  return performance.now() - start;
}
