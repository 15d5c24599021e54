import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { FileFacts } from "#core/model/file-facts.ts";
import type { Disposable, Log, Readers } from "#core/ports.ts";

/** To the reader thread: one file. */
export interface ReadRequest {
  readonly id: number;
  readonly file: string;
  readonly text: string;
  readonly beside?: ReadonlyMap<string, string>;
}

/** From the reader thread: what it took from the file, or what went wrong in the thread. */
export type ReadAnswer =
  | { readonly id: number; readonly kind: "read"; readonly facts: FileFacts }
  | { readonly id: number; readonly kind: "failed"; readonly message: string };

interface Pending {
  readonly request: ReadRequest;
  readonly resolve: (facts: FileFacts) => void;
  readonly reject: (error: Error) => void;
  attempts: number;
}

/** A file on which the thread dies twice is not tried a third time. */
const MAX_ATTEMPTS = 2;

/** As many as help while a project is read for the first time; a parser and its grammars take memory in each. */
const MAX_THREADS = 2;

/**
 * Reads files in threads of their own, so that parsing never blocks the caller; the second one starts when more files
 * wait than one. A thread that dies is replaced, and what it had not answered is asked again. `entry` is the bundle of
 * `src/worker/main.ts`, or that file itself.
 */
export function createWorkerReaders(entry: URL, log: Log): Readers & Disposable {
  const waiting: Pending[] = [];
  const lanes = Array.from({ length: Math.min(MAX_THREADS, availableParallelism()) }, () => createLane());
  let nextId = 1;
  let isDisposed = false;

  function sendNext(): void {
    for (const lane of lanes) {
      if (lane.isBusy()) continue;
      const next = waiting.shift();
      if (next) lane.send(next);
      else lane.rest();
    }
  }

  function createLane(): Lane {
    /** One file at a time is with the thread, so that it is known on which one it died. */
    let current: Pending | undefined;
    let worker: Worker | undefined;

    function start(): Worker {
      const started = new Worker(entry, { name: "portolan readers" });
      started.on("message", (answer: ReadAnswer) => {
        const asked = current;
        if (!asked || asked.request.id !== answer.id) return;
        current = undefined;
        if (answer.kind === "read") asked.resolve(answer.facts);
        else asked.reject(new Error(`Reading ${asked.request.file} failed: ${answer.message}`));
        sendNext();
      });
      started.on("error", (error) => log.error(`The reader thread failed: ${String(error)}`));
      started.on("exit", () => {
        if (worker === started) worker = undefined;
        const asked = current;
        current = undefined;
        if (isDisposed || !asked) return;
        if (asked.attempts < MAX_ATTEMPTS) waiting.unshift(asked);
        else asked.reject(new Error(`The reader thread ended while it read ${asked.request.file}`));
        sendNext();
      });
      return started;
    }

    return {
      isBusy: () => current !== undefined,
      send(next) {
        current = next;
        next.attempts += 1;
        worker ??= start();
        worker.ref();
        worker.postMessage(next.request, []);
      },
      // The thread alone must not keep a process alive that has nothing else to do.
      rest: () => worker?.unref(),
      async dispose() {
        current?.reject(new Error("The readers are closed"));
        current = undefined;
        await worker?.terminate();
      },
    };
  }

  return {
    read(file, text) {
      if (isDisposed) return Promise.reject(new Error("The readers are closed"));
      const { promise, resolve, reject } = Promise.withResolvers<FileFacts>();
      waiting.push({ request: { id: nextId, file, text }, resolve, reject, attempts: 0 });
      nextId += 1;
      sendNext();
      return promise;
    },
    async dispose() {
      isDisposed = true;
      for (const { reject } of waiting.splice(0)) reject(new Error("The readers are closed"));
      await Promise.all(lanes.map((lane) => lane.dispose()));
    },
  };
}

/** A thread, if one was needed, and the file that it reads. */
interface Lane {
  isBusy(): boolean;
  send(next: Pending): void;
  rest(): void;
  dispose(): Promise<void>;
}
