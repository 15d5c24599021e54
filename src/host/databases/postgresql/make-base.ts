import { UserError } from "#core/model/user-error.ts";
import type { BaseOptions } from "#core/ports.ts";

import type { Script } from "../engine.ts";
import { whereServerIsFull } from "./disk-full.ts";
import { runScript } from "./run-script.ts";
import type { PostgresqlServer } from "./server/server.ts";

/** Seeds of a million rows take seconds; what takes longer than this waits for something. */
const LIMIT_MS = 10 * 60_000;

/** Scripts that take no longer need no word. */
const SLOW_MS = 1000;

/**
 * Runs scripts in an empty database; what runs is ended at the server when the signal aborts or when it takes too long.
 * Throws a UserError that names the script where one is refused or time is up.
 */
export async function runScripts(
  server: PostgresqlServer,
  database: string,
  scripts: readonly Script[],
  { signal, onSlow }: BaseOptions,
  limitMs: number = LIMIT_MS,
): Promise<void> {
  signal.throwIfAborted();
  const connection = await server.connectTo(database);
  let isLate = false;
  const end = (): void => void server.endConnection(connection.pid).catch(() => undefined);
  const limit = setTimeout(() => {
    isLate = true;
    end();
  }, limitMs);
  signal.addEventListener("abort", end);
  let running = "ANALYZE";
  try {
    for (const { file, text } of scripts) {
      running = file;
      const slow = setTimeout(() => onSlow(file), SLOW_MS);
      await runScript(connection, text, file).finally(() => clearTimeout(slow));
      signal.throwIfAborted();
      // A script may leave a role, a path or an open transaction behind it.
      await connection.queryAll("ROLLBACK; RESET ALL; RESET SESSION AUTHORIZATION");
    }
    // Without it the planner knows nothing of the rows, as no vacuum will tell it.
    await connection.query("ANALYZE");
  } catch (error) {
    signal.throwIfAborted();
    if (!isLate) throw whereServerIsFull(error, `what ${running} writes`, server);
    throw new UserError(
      `${running} was not done within ${limitMs / 60_000} minutes and was broken off. Let the seed and the migrations do less.`,
    );
  } finally {
    clearTimeout(limit);
    signal.removeEventListener("abort", end);
    await connection.close();
  }
}
