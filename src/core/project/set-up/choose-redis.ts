import type { ChosenVariable } from "./choose-variables.ts";
import type { FoundVariable } from "./found-variable.ts";

/** The name of the service in the project file. */
export const REDIS = "redis";

/** The variables that name a Redis, handed the one that each side gets: an address, or host and port. */
export function chooseRedis(found: readonly FoundVariable[], chosen: readonly string[]): readonly ChosenVariable[] {
  const byName = new Map<string, ChosenVariable>();
  for (const { name, value = "", from } of found) {
    const handed = handedOver(name, value);
    if (handed !== undefined && !chosen.includes(name) && !byName.has(name))
      byName.set(name, { name, value: handed, from });
  }
  return [...byName.values()];
}

const PORT = `\${service:${REDIS}.port}`;

function handedOver(name: string, value: string): string | undefined {
  if (/(?:^|_)TEST(?:S|ING)?(?:_|$)/i.test(name)) return undefined;
  if (/^rediss?:\/\//.test(value) || /(?:^|_)REDIS_(?:\w+_)?(?:URL|URI|DSN)$/i.test(name)) {
    return `redis://127.0.0.1:${PORT}/${/\/(\d+)$/.exec(value)?.[1] ?? "0"}`;
  }
  if (/(?:^|_)REDIS_HOST(?:NAME)?$/i.test(name)) return "127.0.0.1";
  return /(?:^|_)REDIS_PORT$/i.test(name) ? PORT : undefined;
}
