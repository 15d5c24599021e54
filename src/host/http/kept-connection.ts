import type { Socket } from "node:net";

import { buildConnector, type Dispatcher, Pool } from "undici";

import type { Disposable } from "#core/ports.ts";

/** A server that closes idle connections early would break the next request off; after this, a new one is opened instead. */
const KEEP_ALIVE_MS = 500;

/** Four times what undici and most servers take, so that what both sides can do is compared. */
export const HEADER_LIMIT_BYTES = 64 * 1024;

/** A request may be sent a second time where the server cannot have begun to answer it (RFC 9110, section 9.2.2). */
const SAFE_METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS", "TRACE"]);

/** A connection to one server, kept for the next request and opened anew where it is closed. */
export interface KeptConnection extends Disposable {
  /**
   * Sends a request. A server may have closed the kept connection without a word to the client yet, as uvicorn does after
   * an unhandled exception: a safe request that gets no byte there is sent once more on a new connection, and one
   * that may write is sent on a new connection in the first place, so that it never comes twice.
   */
  request(options: Dispatcher.RequestOptions): Promise<Dispatcher.ResponseData>;
}

/** Nothing is opened before the first request. */
export function createKeptConnection(origin: string): KeptConnection {
  const pools = new Set<Pool>();
  let current: Line | undefined;
  const openLine = (): Line => {
    const line = createLine(origin);
    pools.add(line.pool);
    return line;
  };
  /** Answers that are still read from it come to their end. Never rejects: disposing may break them off. */
  const retire = async (pool: Pool): Promise<void> => {
    await pool.close().catch(() => undefined);
    pools.delete(pool);
  };
  const renew = (): Line => {
    const last = current;
    // Closing takes a moment, in which the new one is opened.
    if (last !== undefined) setImmediate(() => void retire(last.pool));
    current = openLine();
    return current;
  };
  return {
    request: async (options) => {
      const isSafe = SAFE_METHODS.has(options.method);
      const line = isSafe ? (current ??= openLine()) : renew();
      const used = line.socket();
      const bytesBefore = used?.bytesRead;
      try {
        return await line.pool.request(options);
      } catch (error) {
        const hasDiedUnused = used?.destroyed === true && used.bytesRead === bytesBefore;
        if (!isSafe || !hasDiedUnused || isAborted(options)) throw error;
        // What the first attempt met is told where the second brings no answer either: it may have ended the server.
        const again = renew().pool.request(options);
        return again.catch(() => {
          throw error;
        });
      }
    },
    dispose: async () => {
      await Promise.all([...pools].filter(({ destroyed }) => !destroyed).map((pool) => pool.destroy()));
    },
  };
}

/** One connection at a time, and the socket that is open now. */
interface Line {
  readonly pool: Pool;
  readonly socket: () => Socket | undefined;
}

function createLine(origin: string): Line {
  const connect = buildConnector({ timeout: 0 });
  let open: Socket | undefined;
  // Time is limited by the request's signal alone, which also covers the body.
  const pool = new Pool(origin, {
    connections: 1,
    maxHeaderSize: HEADER_LIMIT_BYTES,
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connect: (options, callback) =>
      connect(options, (...[error, socket]) => {
        if (error !== null) return callback(error, null);
        open = socket;
        socket.once("close", () => {
          if (open === socket) open = undefined;
        });
        return callback(null, socket);
      }),
  });
  return { pool, socket: () => open };
}

function isAborted({ signal }: Dispatcher.RequestOptions): boolean {
  return signal instanceof AbortSignal && signal.aborted;
}
