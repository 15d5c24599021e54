import type { Readers } from "#core/ports.ts";
import { createReading } from "#core/session/reading.ts";
import { createVerdictStore } from "#core/session/kept/verdict-store.ts";
import { createFiles } from "#host/files/files.ts";
import { createWorkerReaders } from "#host/readers/worker-readers.ts";
import type { Generated } from "./generate.ts";

/** Where a character is typed and taken away again. */
export type EditKind = "anywhere" | "in a handler" | "in a path";

/** From a key stroke to the new ledger. */
export interface EditTimes {
  readonly kind: EditKind;
  readonly edits: number;
  /** Milliseconds on the clock: half of the edits took at most so long, and 95 of 100. */
  readonly median: number;
  readonly p95: number;
  /** 95th percentile of what the calling thread computed, in milliseconds: no other program's time is in it. */
  readonly p95Computed: number;
}

/** What stays in memory, in MB, over edits of which the first ones are not counted: caches fill. */
export interface MemoryGrowth {
  readonly edits: number;
  readonly heap: number;
  /** Growth of the second half alone: a trend would show here as well. */
  readonly heapSecondHalf: number;
  readonly resident: number;
}

const WORKER = new URL("../../src/worker/main.ts", import.meta.url);
/** Edits of each kind that are not counted: JavaScript is compiled as it runs, once a session. */
const WARM_UP = 20;
const KINDS: readonly EditKind[] = ["anywhere", "in a handler", "in a path"];
const MARKS: Readonly<Record<EditKind, Readonly<Record<"python" | "rust", RegExp>>>> = {
  anywhere: { python: /[^]/g, rust: /[^]/g },
  "in a handler": { python: /results = \[\]/g, rust: /let mut results/g },
  "in a path": { python: /(?<=\{)item_id(?=\}")/g, rust: /(?<=\{)item_id(?=\}")/g },
};

/** Types into files of a project that lies in `folder`, one character an edit, as an editor's open documents. */
export async function measureEdits(
  project: Generated,
  folder: string,
  count: number,
): Promise<{ readonly times: readonly EditTimes[]; readonly memory: MemoryGrowth }> {
  const readers = createWorkerReaders(WORKER, { info: () => {}, error: (text) => console.error(text) });
  try {
    const typing = await startTyping(project, folder, readers);
    for (const kind of KINDS) for (let edit = 0; edit < WARM_UP; edit += 1) await typing.edit(kind);
    const times: EditTimes[] = [];
    for (const kind of KINDS) times.push(await timesOf(kind, typing, count));
    return { times, memory: await growthOver(1000, typing) };
  } finally {
    await readers.dispose();
  }
}

interface Typing {
  /** One edit; milliseconds on the clock and of this thread. */
  edit(kind: EditKind): Promise<{ readonly clock: number; readonly computed: number }>;
}

async function startTyping({ side, files }: Generated, folder: string, readers: Readers): Promise<Typing> {
  const disk = createFiles(folder);
  const reading = createReading({
    ports: { files: disk, readers },
    projectFile: "portolan.yaml",
    verdicts: createVerdictStore({ files: disk, locks: { hold: (_, work) => work() } }),
  });
  const next = random(20260101);
  const editable = [...files.keys()].filter((file) => /\/resource_\d+\./.test(file));
  const { ledger } = await reading.current();
  if (ledger.rows.length === 0) throw new Error(`The ledger of ${folder} is empty`);
  let undo: { readonly file: string; readonly text: string } | undefined;
  return {
    async edit(kind) {
      const change = undo ?? typeInto(editable[Math.floor(next() * editable.length)] ?? "", kind);
      undo = undo ? undefined : { file: change.file, text: files.get(change.file) ?? "" };
      const start = performance.now();
      const before = process.threadCpuUsage();
      reading.change([{ file: change.file, text: change.text }]);
      await reading.current();
      const after = process.threadCpuUsage(before);
      return { clock: performance.now() - start, computed: (after.user + after.system) / 1000 };
    },
  };

  function typeInto(file: string, kind: EditKind): { readonly file: string; readonly text: string } {
    const text = files.get(file) ?? "";
    const places = kind === "anywhere" ? undefined : [...text.matchAll(MARKS[kind][side])].map(({ index }) => index);
    const at = places ? (places[Math.floor(next() * places.length)] ?? 0) : Math.floor(next() * text.length);
    return { file, text: `${text.slice(0, at)}x${text.slice(at)}` };
  }
}

async function timesOf(kind: EditKind, typing: Typing, count: number): Promise<EditTimes> {
  const clock: number[] = [];
  const computed: number[] = [];
  for (let edit = 0; edit < count; edit += 1) {
    const times = await typing.edit(kind);
    clock.push(times.clock);
    computed.push(times.computed);
  }
  return {
    kind,
    edits: count,
    median: percentile(clock, 0.5),
    p95: percentile(clock, 0.95),
    p95Computed: percentile(computed, 0.95),
  };
}

async function growthOver(edits: number, typing: Typing): Promise<MemoryGrowth> {
  const type = async (count: number): Promise<NodeJS.MemoryUsage> => {
    for (let edit = 0; edit < count; edit += 1) await typing.edit(edit % 40 < 2 ? "in a path" : "anywhere");
    globalThis.gc?.();
    return process.memoryUsage();
  };
  const start = await type(100);
  const middle = await type(edits / 2);
  const end = await type(edits / 2);
  const megabytes = (bytes: number): number => bytes / 2 ** 20;
  return {
    edits,
    heap: megabytes(end.heapUsed - start.heapUsed),
    heapSecondHalf: megabytes(end.heapUsed - middle.heapUsed),
    resident: megabytes(end.rss - start.rss),
  };
}

export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0;
}

/** Both sides in one folder: each finds its own files there. */
export function projectFile(): string {
  const server = "{ folder: ., build: 'true', start: 'true', ready: / }";
  const database = "{ engine: sqlite, migrations: migrations, seed: seed.sql }";
  return [
    "version: 1",
    "contract: openapi.json",
    "servers:",
    `  python: ${server}`,
    `  rust: ${server}`,
    `database: ${database}`,
    "",
  ].join("\n");
}

/** A small generator of numbers from 0 to 1 (mulberry32): the same edits each time. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
