import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { FileFacts } from "#core/model/sources/file-facts.ts";
import type { Disposable, Log, Readers } from "#core/ports.ts";

/** To the reader thread: one file. */
export interface ReadRequest {
  readonly id: number;
  readonly file: string;
  readonly text: string;
  readonly beside?: ReadonlyMap<string, string>;
  readonly isOutline?: boolean;
}

/** From the reader thread: what it took from the file, or what went wrong in the thread. */
export type ReadAnswer =
  | { readonly id: number; readonly kind: "read"; readonly facts: FileFacts }
  | { readonly id: number; readonly kind: "failed"; readonly message: string };

interface Pending {
  readonly request: ReadRequest;
  readonly resolve: (facts: FileFacts) => void;
  readonly reject: (error: Error) => void;
  /** How often a thread died on it. */
  attempts: number;
}

/** A file on which the thread dies twice is not tried a third time. */
const MAX_ATTEMPTS = 2;

/** So many are with a thread at once that it never waits for the caller, who is busy with what it answered. */
const MAX_IN_FLIGHT = 4;

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
    while (waiting.length > 0) {
      const free = lanes.filter((each) => each.mayTakeMore());
      // The first of those with the fewest: a second thread starts when the first one has something to do.
      const [lane] = free.toSorted((one, other) => one.load() - other.load());
      const next = lane && waiting.shift();
      if (!next) break;
      lane.send(next);
    }
    for (const lane of lanes) if (lane.load() === 0) lane.rest();
  }

  function createLane(): Lane {
    /** What the thread has and will answer in this order: if it dies, it died on the first. */
    let sent: Pending[] = [];
    let worker: Worker | undefined;

    function start(): Worker {
      const started = new Worker(entry, { name: "portolan readers" });
      started.on("message", (answer: ReadAnswer) => {
        const [asked] = sent;
        if (!asked || asked.request.id !== answer.id) return;
        sent.shift();
        if (answer.kind === "read") asked.resolve(answer.facts);
        else asked.reject(new Error(`Reading ${asked.request.file} failed: ${answer.message}`));
        sendNext();
      });
      started.on("error", (error) => log.error(`The reader thread failed: ${String(error)}`));
      started.on("exit", () => {
        if (worker === started) worker = undefined;
        const [asked, ...others] = sent;
        sent = [];
        if (isDisposed || !asked) return;
        asked.attempts += 1;
        waiting.unshift(...others);
        if (asked.attempts < MAX_ATTEMPTS) waiting.unshift(asked);
        else asked.reject(new Error(`The reader thread ended while it read ${asked.request.file}`));
        sendNext();
      });
      return started;
    }

    return {
      load: () => sent.length,
      mayTakeMore: () => sent.length < MAX_IN_FLIGHT,
      send(next) {
        sent.push(next);
        worker ??= start();
        worker.ref();
        worker.postMessage(next.request, []);
      },
      // The thread alone must not keep a process alive that has nothing else to do.
      rest: () => worker?.unref(),
      async dispose() {
        for (const { reject } of sent.splice(0)) reject(new Error("The readers are closed"));
        await worker?.terminate();
      },
    };
  }

  return {
    read(file, text, beside, isOutline) {
      if (isDisposed) return Promise.reject(new Error("The readers are closed"));
      const { promise, resolve, reject } = Promise.withResolvers<FileFacts>();
      waiting.push({
        request: { id: nextId, file, text, ...(beside && { beside }), ...(isOutline === true && { isOutline }) },
        resolve,
        reject,
        attempts: 0,
      });
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

/** A thread, if one was needed, and the files that are with it. */
interface Lane {
  /** How many files it has not answered. */
  load(): number;
  mayTakeMore(): boolean;
  send(next: Pending): void;
  rest(): void;
  dispose(): Promise<void>;
}
