import type { Readable, Writable } from "node:stream";

/** What the browser tells by itself (Chrome DevTools Protocol). */
export interface DevtoolsEvent {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly sessionId?: string;
}

/** A conversation with a browser: JSON messages, each ended by a zero byte. */
export interface DevtoolsPipe {
  /** Rejects where the browser refuses the command or goes. */
  send(method: string, params?: object, sessionId?: string): Promise<Readonly<Record<string, unknown>>>;
  /** Returns the way to stop it. */
  listen(listener: (event: DevtoolsEvent) => void): () => void;
}

interface Message extends Partial<DevtoolsEvent> {
  readonly id?: number;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message: string };
}

/** Speaks over the two pipes of `--remote-debugging-pipe`. */
export function createDevtoolsPipe(commands: Writable, answers: Readable): DevtoolsPipe {
  const waiting = new Map<number, PromiseWithResolvers<Readonly<Record<string, unknown>>>>();
  const listeners = new Set<(event: DevtoolsEvent) => void>();
  let last = 0;
  let isClosed = false;
  const take = (text: string): void => {
    // What the browser writes to its own pipe is of the protocol's shape.
    const { id, result = {}, error, method, params = {}, sessionId } = JSON.parse(text) as Message;
    if (id === undefined) {
      if (method === undefined) return;
      const event = { method, params, ...(sessionId !== undefined && { sessionId }) };
      for (const listener of listeners) listener(event);
      return;
    }
    const asked = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) asked?.resolve(result);
    else asked?.reject(new Error(`The browser refused a command: ${error.message}`));
  };
  let rest: Buffer[] = [];
  answers.on("data", (bytes: Buffer) => {
    let start = 0;
    for (let end = bytes.indexOf(0); end !== -1; end = bytes.indexOf(0, start)) {
      take(Buffer.concat([...rest, bytes.subarray(start, end)]).toString("utf8"));
      rest = [];
      start = end + 1;
    }
    if (start < bytes.length) rest.push(bytes.subarray(start));
  });
  const close = (): void => {
    isClosed = true;
    for (const { reject } of waiting.values()) reject(new Error("The browser has ended."));
    waiting.clear();
  };
  answers.once("close", close);
  answers.on("error", close);
  commands.on("error", close);
  return {
    send: (method, params = {}, sessionId) => {
      if (isClosed) return Promise.reject(new Error("The browser has ended."));
      last += 1;
      const asked = Promise.withResolvers<Readonly<Record<string, unknown>>>();
      waiting.set(last, asked);
      commands.write(
        `${JSON.stringify({ id: last, method, params, ...(sessionId !== undefined && { sessionId }) })}\0`,
      );
      return asked.promise;
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
