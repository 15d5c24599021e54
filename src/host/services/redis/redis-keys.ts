import { createHash } from "node:crypto";

import type { StoredValue } from "#core/model/run/table-change.ts";

import type { RedisConnection } from "./redis-connection.ts";
import type { Reply } from "./resp.ts";

/** A key with what it holds. */
export interface RedisKey {
  /** For people, without the side's prefix. */
  readonly name: string;
  readonly bytes: Buffer;
  readonly type: string;
  readonly value: StoredValue;
  /** As RESTORE takes it. */
  readonly dump: Buffer;
  /** How long it still lives, in milliseconds; undefined where it lives for ever. */
  readonly livesMs?: number;
  /** When it was read, in milliseconds of the same clock for all keys. */
  readonly readAtMs: number;
}

/** More are read at once than any answer has to wait for. */
const KEYS_AT_ONCE = "1000";

/** The keys that begin with a prefix, each once. */
export async function scanKeys(redis: RedisConnection, prefix: string): Promise<readonly Buffer[]> {
  const found = new Map<string, Buffer>();
  const pattern = `${prefix.replaceAll(/[\\*?[\]]/g, String.raw`\$&`)}*`;
  let cursor = "0";
  do {
    const [next, keys] = listOf(await redis.call("SCAN", cursor, "MATCH", pattern, "COUNT", KEYS_AT_ONCE));
    for (const key of listOf(keys ?? [])) if (Buffer.isBuffer(key)) found.set(key.toString("latin1"), key);
    cursor = textOf(next ?? "0");
  } while (cursor !== "0");
  return [...found.values()];
}

/** What a key holds now; undefined where it is gone. */
export async function readKey(redis: RedisConnection, key: Buffer, prefix: string): Promise<RedisKey | undefined> {
  const [type, dump, lives] = await Promise.all([
    redis.call("TYPE", key),
    redis.call("DUMP", key),
    redis.call("PTTL", key),
  ]);
  if (!Buffer.isBuffer(dump) || typeof lives !== "number" || lives === -2) return undefined;
  const value = await readValue(redis, textOf(type), key, dump);
  return {
    name: shownText(key).slice(prefix.length),
    bytes: key,
    type: textOf(type),
    value,
    dump,
    ...(lives >= 0 && { livesMs: lives }),
    readAtMs: performance.now(),
  };
}

/** Lists keep their order, the members of sets and the fields of hashes have none. */
async function readValue(redis: RedisConnection, type: string, key: Buffer, dump: Buffer): Promise<StoredValue> {
  switch (type) {
    case "string": {
      const bytes = await redis.call("GET", key);
      return Buffer.isBuffer(bytes) ? (utf8Of(bytes) ?? hashed(bytes)) : null;
    }
    case "list":
      return json(listOf(await redis.call("LRANGE", key, "0", "-1")).map(itemOf));
    case "set":
      return json(
        listOf(await redis.call("SMEMBERS", key))
          .map(itemOf)
          .toSorted(),
      );
    case "hash":
      return json(Object.fromEntries(pairsOf(await redis.call("HGETALL", key)).toSorted(byName)));
    case "zset":
      return json(pairsOf(await redis.call("ZRANGE", key, "0", "-1", "WITHSCORES")));
    case "stream":
      return json(
        listOf(await redis.call("XRANGE", key, "-", "+")).map((entry) => {
          const [id, fields] = listOf(entry);
          return { id: textOf(id ?? ""), fields: Object.fromEntries(pairsOf(fields ?? [])) };
        }),
      );
    default:
      return hashed(dump);
  }
}

function json(value: unknown): StoredValue {
  return { kind: "json", text: JSON.stringify(value) };
}

function hashed(bytes: Buffer): StoredValue {
  return { kind: "many bytes", bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
}

function pairsOf(reply: Reply): readonly (readonly [name: string, value: string])[] {
  const items = listOf(reply).map(itemOf);
  return items.flatMap((name, at) => (at % 2 === 0 ? [[name, items[at + 1] ?? ""] as const] : []));
}

function byName([one]: readonly [string, string], [other]: readonly [string, string]): number {
  return one < other ? -1 : 1;
}

function itemOf(reply: Reply): string {
  return Buffer.isBuffer(reply) ? shownText(reply) : textOf(reply);
}

/** What is no UTF-8 is told in hexadecimal. */
function shownText(bytes: Buffer): string {
  return utf8Of(bytes) ?? `hex:${bytes.toString("hex")}`;
}

function utf8Of(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

export function textOf(reply: Reply): string {
  return Buffer.isBuffer(reply) ? reply.toString("utf8") : String(reply);
}

function listOf(reply: Reply): readonly Reply[] {
  return Array.isArray(reply) ? (reply as readonly Reply[]) : [];
}
