import { once } from "node:events";
import { createConnection, type Socket } from "node:net";

import { encodeCommand, type Reply, ReplyReader, RedisError } from "./resp.ts";

/** A connection to a Redis on loopback. Commands are answered in the order in which they were sent. */
export interface RedisConnection {
  /** Throws a RedisError where the command is refused. */
  call(...words: readonly (string | Buffer)[]): Promise<Reply>;
  dispose(): Promise<void>;
}

/** Rejects where nothing answers. */
export async function connectToRedis(port: number): Promise<RedisConnection> {
  const socket = createConnection({ host: "127.0.0.1", port });
  await once(socket, "connect");
  return talk(socket);
}

function talk(socket: Socket): RedisConnection {
  const waiting: { readonly resolve: (reply: Reply) => void; readonly reject: (error: Error) => void }[] = [];
  const reader = new ReplyReader();
  let ending: Error | undefined;
  const end = (error: Error): void => {
    ending ??= error;
    for (const { reject } of waiting.splice(0)) reject(ending);
  };
  socket.on("data", (bytes: Buffer) => {
    try {
      for (const reply of reader.push(bytes)) waiting.shift()?.resolve(reply);
    } catch (error) {
      end(error instanceof Error ? error : new Error(String(error)));
      socket.destroy();
    }
  });
  socket.on("error", end);
  socket.once("close", () => end(new Error("Redis closed the connection.")));
  return {
    call: async (...words) => {
      const reply = await new Promise<Reply>((resolve, reject) => {
        if (ending !== undefined) return reject(ending);
        waiting.push({ resolve, reject });
        socket.write(encodeCommand(words));
        return undefined;
      });
      if (reply instanceof RedisError) throw reply;
      return reply;
    },
    dispose: async () => {
      if (socket.destroyed) return;
      const closed = once(socket, "close");
      socket.destroy();
      await closed;
    },
  };
}
