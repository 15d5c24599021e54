import type { ServicePart } from "#core/model/service.ts";
import type { DatabaseChanges, StoredRow } from "#core/model/run/table-change.ts";
import { UserError } from "#core/model/user-error.ts";
import type { ServiceContent } from "#core/ports/service-contents.ts";

import { connectToRedis, type RedisConnection } from "./redis-connection.ts";
import { readKey, type RedisKey, scanKeys, textOf } from "./redis-keys.ts";
import { RedisError } from "./resp.ts";

const MOST_KEYS = 10_000;

/** The keys of one side in a Redis on this port; undefined as long as it does not answer. */
export async function openRedis(port: number, part: ServicePart): Promise<ServiceContent | undefined> {
  const redis = await connectToRedis(port).catch(() => undefined);
  if (redis === undefined) return undefined;
  try {
    await redis.call("PING");
    if (part.number > 0) await redis.call("SELECT", String(part.number));
    return contentOf(redis, port, part);
  } catch (error) {
    await redis.dispose();
    // It answers, and still reads what it has saved.
    const isLoading = error instanceof RedisError && error.message.startsWith("LOADING");
    if (!(error instanceof RedisError) || isLoading) return undefined;
    throw new UserError(
      `Redis on port ${port} refuses Portolan: ${error.message}. Start it without a password; it listens on loopback alone.`,
    );
  }
}

function contentOf(redis: RedisConnection, port: number, { number, prefix }: ServicePart): ServiceContent {
  let kept: ReadonlyMap<string, RedisKey> = new Map();
  let keptVersion = -1;

  const readAll = async (): Promise<ReadonlyMap<string, RedisKey>> => {
    const keys = await scanKeys(redis, prefix);
    if (keys.length > MOST_KEYS) throw new TooManyKeys(port);
    const read = await Promise.all(keys.map((key) => readKey(redis, key, prefix)));
    return new Map(read.flatMap((key) => (key === undefined ? [] : [[key.name, key]])));
  };
  /** Counts writes, and keys that have run out. https://redis.io/docs/latest/commands/info/ */
  const version = async (): Promise<number> => {
    const info = textOf(await redis.call("INFO"));
    return counterIn(info, "rdb_changes_since_last_save") + counterIn(info, "expired_keys");
  };
  const clear = async (): Promise<void> => {
    if (prefix === "") await redis.call(number === 0 ? "FLUSHALL" : "FLUSHDB");
    else for (const key of await scanKeys(redis, prefix)) await redis.call("DEL", key);
  };
  return {
    version,
    keep: async () => {
      kept = await readAll();
      keptVersion = await version();
    },
    restore: async () => {
      if ((await version()) === keptVersion) return;
      await clear();
      await Promise.all(
        [...kept.values()].map(({ bytes, dump, livesMs }) =>
          redis.call("RESTORE", bytes, String(Math.max(livesMs ?? 0, livesMs === undefined ? 0 : 1)), dump, "REPLACE"),
        ),
      );
      // What lives for a time has it anew.
      const now = performance.now();
      kept = new Map([...kept].map(([name, key]) => [name, { ...key, readAtMs: now }]));
      keptVersion = await version();
    },
    changes: async (table) => {
      if ((await version()) === keptVersion) return { kind: "changes", tables: [] };
      try {
        return changesBetween(kept, await readAll(), table);
      } catch (error) {
        if (!(error instanceof TooManyKeys)) throw error;
        return { kind: "too many", table, limit: MOST_KEYS };
      }
    },
    dispose: () => redis.dispose(),
  };
}

class TooManyKeys extends UserError {
  constructor(port: number) {
    super(
      `Redis on port ${port} holds more than ${MOST_KEYS.toLocaleString("en")} keys of one side, too many to be put back and compared. Begin with fewer, or say why it is not compared: \`effects: { none: REASON }\`.`,
    );
  }
}

function counterIn(info: string, name: string): number {
  return Number(new RegExp(`^${name}:(\\d+)`, "m").exec(info)?.[1] ?? 0);
}

function changesBetween(
  before: ReadonlyMap<string, RedisKey>,
  after: ReadonlyMap<string, RedisKey>,
  table: string,
): DatabaseChanges {
  const inserted: StoredRow[] = [];
  const updated: { before: StoredRow; after: StoredRow }[] = [];
  const deleted: StoredRow[] = [];
  for (const [name, key] of [...after].toSorted(([one], [other]) => (one < other ? -1 : 1))) {
    const old = before.get(name);
    if (old === undefined) inserted.push(rowOf(key));
    else if (isOther(old, key)) updated.push({ before: rowOf(old), after: rowOf(key) });
  }
  // What ran out by itself was not removed by a server.
  const now = performance.now();
  for (const [name, key] of before) {
    const hasRunOut = key.livesMs !== undefined && key.readAtMs + key.livesMs <= now;
    if (!after.has(name) && !hasRunOut) deleted.push(rowOf(key));
  }
  if (inserted.length + updated.length + deleted.length === 0) return { kind: "changes", tables: [] };
  return {
    kind: "changes",
    tables: [{ table, columns: ["key", "type", "value", "expires_in"], key: ["key"], inserted, updated, deleted }],
  };
}

/** A time to live goes on by itself; it is another one where its end has moved. */
const LEEWAY_MS = 2000;

function isOther(one: RedisKey, other: RedisKey): boolean {
  if (!one.dump.equals(other.dump)) return true;
  if (one.livesMs === undefined || other.livesMs === undefined) return one.livesMs !== other.livesMs;
  return Math.abs(one.readAtMs + one.livesMs - (other.readAtMs + other.livesMs)) > LEEWAY_MS;
}

function rowOf({ name, type, value, livesMs }: RedisKey): StoredRow {
  return [name, type, value, livesMs === undefined ? null : BigInt(roughSeconds(livesMs))];
}

/** Two digits of it, so that it does not matter which moment it was read at: 3599100 and 3598200 are 3600. */
export function roughSeconds(ms: number): number {
  const seconds = (ms + LEEWAY_MS) / 1000;
  const step = Math.max(5, 10 ** (Math.floor(Math.log10(seconds)) - 1));
  return Math.floor(seconds / step) * step;
}
