import { parentPort } from "node:worker_threads";
import type { FileFacts } from "#core/model/sources/file-facts.ts";
import type { ReadAnswer, ReadRequest } from "./worker-readers.ts";

/** Answers what `createWorkerReaders` asks, one file after the other; runs in the thread that it started. */
export function serveReads(
  read: (file: string, text: string, beside?: ReadonlyMap<string, string>, isOutline?: boolean) => Promise<FileFacts>,
): void {
  const port = parentPort;
  if (!port) throw new Error("The reader thread is started by createWorkerReaders");
  // The asker takes the first that has no answer for the one that is being read.
  let last: Promise<void> = Promise.resolve();
  port.on("message", ({ id, file, text, beside, isOutline }: ReadRequest) => {
    const reading = last.then(() => read(file, text, beside, isOutline));
    last = reading.then(
      (facts) => port.postMessage({ id, kind: "read", facts } satisfies ReadAnswer),
      (error: unknown) => port.postMessage({ id, kind: "failed", message: String(error) } satisfies ReadAnswer),
    );
  });
}
