import { fork } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";

import { expect, onTestFinished, test, vi } from "vitest";

import { databaseUrl } from "#host/databases/postgresql/server/server-address.ts";
import { createListener } from "#host/http/listener.ts";

import { startOwnPostgresql } from "./own-postgresql.ts";
import { WATCHDOG_FILE } from "../own-watchdog.ts";

// Real servers on a machine that is busy with others.
vi.setConfig({ testTimeout: 120_000 });

/** What another process has made, and a way to kill it as nobody expects. */
async function startOwner(url: string): Promise<{ readonly made: unknown; readonly kill: () => void }> {
  const file = join(import.meta.dirname, "../other-process/owns-postgresql.ts");
  const owner = fork(file, [WATCHDOG_FILE, url], { execArgv: ["--no-warnings"], detached: true });
  onTestFinished(() => void owner.kill("SIGKILL"));
  const [made] = (await once(owner, "message")) as [unknown];
  return { made, kill: () => void owner.kill("SIGKILL") };
}

test("kill -9 leaves no cluster of our own: no process, no port, no folder", async () => {
  const { made, kill } = await startOwner("");
  const { port, socketFolder } = made as { readonly port: number; readonly socketFolder: string };
  const isLeft = async (): Promise<boolean> =>
    (await createListener().isTaken(port)) || existsSync(join(socketFolder, ".."));
  expect(await isLeft()).toBe(true);
  kill();
  await expect.poll(isLeft, { timeout: 30_000 }).toBe(false);
});

test("kill -9 leaves no database at a server that somebody else runs", async () => {
  await using own = await startOwnPostgresql();
  const { made, kill } = await startOwner(databaseUrl(own.server.address, "postgres"));
  const admin = await own.server.connectTo("postgres");
  const isLeft = async (): Promise<boolean> => {
    const { rows } = await admin.query("SELECT FROM pg_database WHERE datname = $1", [
      (made as { readonly database: string }).database,
    ]);
    return rows.length > 0;
  };
  expect(await isLeft()).toBe(true);
  kill();
  await expect.poll(isLeft, { timeout: 30_000 }).toBe(false);
  await admin.close();
});
