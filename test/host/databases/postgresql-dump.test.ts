import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { expect, onTestFinished, test, vi } from "vitest";

import { findPrograms } from "#host/databases/postgresql/server/find-programs.ts";
import { startPrivateCluster } from "#host/databases/postgresql/server/private-cluster.ts";
import { restoreDump } from "#host/databases/postgresql/restore-dump.ts";
import { openServer } from "#host/databases/postgresql/server/server.ts";

import { ownWatchdog } from "../own-watchdog.ts";

// A real server on a machine that is busy with others.
vi.setConfig({ testTimeout: 120_000 });

/** What an operating system installs has `pg_dump` and `pg_restore` beside the server; the package of npm has neither. */
const installed = await findPrograms("/", "");

const signal = new AbortController().signal;

test.runIf(installed !== undefined)("what pg_dump wrote in its own format is restored by pg_restore", async () => {
  const programs = installed ?? { folder: "" };
  const watchdog = ownWatchdog();
  onTestFinished(() => watchdog[Symbol.asyncDispose]());
  const cluster = await startPrivateCluster(programs, watchdog);
  onTestFinished(() => cluster.dispose());
  const server = await openServer(cluster.address, watchdog, cluster.socketFolder);
  onTestFinished(() => server.dispose());
  const folder = await mkdtemp(join(tmpdir(), "portolan-dump-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const [source, copy] = [await server.create("base"), await server.create("base")];
  const connection = await server.connectTo(source);
  await connection.queryAll("CREATE TABLE t (id serial PRIMARY KEY, a text); INSERT INTO t (a) VALUES ('é'), (NULL)");
  await connection.close();
  const { host, port, user, password } = server.address;
  const file = join(folder, "base.dump");
  await promisify(execFile)(
    join(programs.folder, "pg_dump"),
    ["--format=custom", "--file", file, "--host", host, "--port", String(port), "--username", user, source],
    { env: { ...process.env, PGPASSWORD: password } },
  );

  await restoreDump(file, "base.dump", server, copy, [programs.folder], signal);
  const restored = await server.connectTo(copy);
  onTestFinished(() => restored.close());
  expect((await restored.query("SELECT id, a FROM t ORDER BY id")).rows).toEqual([
    ["1", "é"],
    ["2", null],
  ]);
  await expect(restoreDump(file, "base.dump", server, copy, [programs.folder], signal)).rejects.toThrow(
    /^base\.dump cannot be restored: pg_restore says ".*already exists.*"\. Write the dump anew\.$/s,
  );
  await expect(restoreDump(file, "base.dump", server, copy, [folder], signal)).rejects.toThrow(
    /^base\.dump can only be read by `pg_restore`, which was not found\./,
  );
});
