import type { Side } from "#core/model/endpoint.ts";
import type { Place } from "#core/model/place.ts";
import type { Route } from "#core/model/route.ts";
import type { Readers } from "#core/ports.ts";
import { createReading } from "#core/session/reading.ts";
import { createVerdictStore } from "#core/session/kept/verdict-store.ts";
import type { WithTree } from "#core/syntax/create-syntax.ts";
import { createLines } from "#core/text/lines.ts";
import { createFiles } from "#host/files/files.ts";
import { percentile, projectFile, random, type EditKind } from "./measure-edits.ts";

/** From a key stroke to the new ledger, as a ratio to parsing the edited file, both on one thread. */
export interface EditRatios {
  readonly kind: EditKind;
  /** Characters that were typed, each of which was taken away again. */
  readonly edits: number;
  readonly median: number;
  readonly p95: number;
}

interface Options {
  readonly side: Side;
  readonly folder: string;
  readonly texts: ReadonlyMap<string, string>;
  readonly routes: readonly Route[];
  readonly readers: Readers;
  readonly withTree: WithTree;
  readonly count: number;
}

const WARM_UP = 20;
/** Each character is typed so often and the best time counts: Linux tells a thread's own time in steps of a tick only. */
const TRIES = 3;
const PROJECT_FILE = "portolan.yaml";

/** Types into the files of the project's routes as an editor's open documents; nothing is written. */
export async function measureProjectEdits(options: Options): Promise<readonly EditRatios[]> {
  const { folder, texts, readers, withTree, count } = options;
  const disk = createFiles(folder);
  const reading = createReading({
    ports: { files: disk, readers },
    projectFile: PROJECT_FILE,
    verdicts: createVerdictStore({ files: disk, locks: { hold: (_, work) => work() } }),
  });
  // A contract that is missing would be looked for on the disk after each edit.
  const contract = JSON.stringify({ openapi: "3.1.0", info: { title: "None", version: "1" }, paths: {} });
  reading.change([
    { file: PROJECT_FILE, text: projectFile() },
    { file: "openapi.json", text: contract },
  ]);
  await reading.current();
  const type = async (file: string, text: string): Promise<void> => {
    reading.change([{ file, text }]);
    await reading.current();
  };
  const next = random(20260101);
  const ratios: EditRatios[] = [];
  for (const [kind, places] of Object.entries(placesToType(options)) as [EditKind, readonly Spot[]][]) {
    if (places.length === 0) continue;
    const measured: number[] = [];
    for (let edit = 0; edit < WARM_UP + count; edit += 1) {
      const { file, from, to } = places[Math.floor(next() * places.length)] ?? { file: "", from: 0, to: 0 };
      const text = texts.get(file) ?? "";
      const at = from + Math.floor(next() * (to - from));
      const typed = `${text.slice(0, at)}x${text.slice(at)}`;
      const best = { parsing: Infinity, typing: Infinity, undoing: Infinity };
      for (let attempt = 0; attempt < TRIES; attempt += 1) {
        best.parsing = Math.min(best.parsing, await timeOf(() => withTree(typed, (root) => root.endIndex)));
        best.typing = Math.min(best.typing, await timeOf(() => type(file, typed)));
        best.undoing = Math.min(best.undoing, await timeOf(() => type(file, text)));
      }
      if (edit >= WARM_UP) measured.push(best.typing / best.parsing, best.undoing / best.parsing);
    }
    ratios.push({ kind, edits: count, median: percentile(measured, 0.5), p95: percentile(measured, 0.95) });
  }
  return ratios;
}

/** A piece of a file into which is typed, by offsets. */
interface Spot {
  readonly file: string;
  readonly from: number;
  readonly to: number;
}

function placesToType({ texts, routes }: Options): Readonly<Record<EditKind, readonly Spot[]>> {
  const own = routes.filter(({ place, implicit }) => texts.has(place.file) && implicit !== true);
  const lines = new Map([...texts].map(([file, text]) => [file, createLines(text)]));
  const spotOf = ({ file, range }: Place): Spot => ({
    file,
    from: lines.get(file)?.offsetAt(range.start) ?? 0,
    to: lines.get(file)?.offsetAt(range.end) ?? 0,
  });
  const files = [...new Set(own.map(({ place }) => place.file))];
  return {
    anywhere: files.map((file) => ({ file, from: 0, to: texts.get(file)?.length ?? 0 })),
    "in a handler": own.flatMap(({ handler }) => {
      if (!handler || !texts.has(handler.body.file)) return [];
      const { file, from, to } = spotOf(handler.body);
      // Behind the signature: what stands there is more than the handler's own.
      const start =
        texts
          .get(file)
          ?.slice(from, to)
          .search(/:\n|\{\n/) ?? -1;
      return start === -1 ? [] : [{ file, from: from + start + 2, to }];
    }),
    "in a path": own.flatMap(({ steps }) => {
      const last = steps.at(-1);
      if (!last || last.text.length < 2 || !texts.has(last.place.file)) return [];
      const { file, from, to } = spotOf(last.place);
      const within = texts.get(file)?.slice(from, to).indexOf(last.text) ?? -1;
      return within === -1 ? [] : [{ file, from: from + within + 1, to: from + within + last.text.length }];
    }),
  };
}

async function timeOf(body: () => unknown): Promise<number> {
  const start = performance.now();
  await body();
  return performance.now() - start;
}
