import { type ChildProcess, execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmod, chown, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import getPort from "get-port";

import { UserError } from "#core/model/user-error.ts";
import type { Disposable } from "#core/ports.ts";

import { environmentWith } from "../../../processes/environment.ts";
import { LineSplitter, OutputTail } from "../../../processes/output-tail.ts";
import type { Watchdog } from "../../../watchdog/watchdog.ts";
import { makeTemporaryFolder } from "../../../watchdog/temporary-folder.ts";
import { isDiskFull, whereOwnIsFull } from "../disk-full.ts";
import type { PostgresqlPrograms } from "./find-programs.ts";
import { usablePrograms } from "./usable-programs.ts";
import type { ServerAddress } from "./server-address.ts";
import { type SystemUser, unprivilegedUser } from "./unprivileged-user.ts";

/** A PostgreSQL of our own, with its files in a temporary folder. */
export interface PrivateCluster extends Disposable {
  readonly address: ServerAddress;
  /** Where its Unix socket lies. */
  readonly socketFolder: string;
}

const USER = "portolan";

/** An empty cluster takes a second; a loaded machine may need many. */
const READY_LIMIT_MS = 60_000;

/**
 * Nothing is kept, so that nothing has to reach the disk; no vacuum moves rows while two sides are compared, and what
 * processes share lies in the folder, which goes also after a `kill -9`.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: "127.0.0.1",
  unix_socket_permissions: "0700",
  max_connections: "200",
  fsync: "off",
  full_page_writes: "off",
  synchronous_commit: "off",
  autovacuum: "off",
  wal_level: "minimal",
  max_wal_senders: "0",
  shared_buffers: "64MB",
  dynamic_shared_memory_type: "mmap",
  log_destination: "stderr",
  logging_collector: "off",
};

/**
 * Makes a cluster in a temporary folder, starts it on a free port of loopback and on a Unix socket, and waits until it
 * takes connections. Its one user is a superuser with a password of its own. The folder and the processes are in the
 * watchdog's care.
 */
export async function startPrivateCluster(found: PostgresqlPrograms, watchdog: Watchdog): Promise<PrivateCluster> {
  const temporary = await makeTemporaryFolder(watchdog);
  const folder = temporary.path;
  const acquired: (() => Promise<void>)[] = [];
  const dispose = async (): Promise<void> => {
    for (const release of acquired.splice(0).toReversed()) await release();
  };
  acquired.push(() => temporary.dispose());
  try {
    const user = await unprivilegedUser();
    const programs = await usablePrograms(found, folder, user);
    const password = randomBytes(16).toString("hex");
    const data = join(folder, "data");
    const socketFolder = join(folder, "socket");
    for (const made of [data, socketFolder]) {
      await mkdir(made, { mode: 0o700 });
      if (user !== undefined) await chown(made, user.uid, user.gid);
    }
    // The user that PostgreSQL runs as has to pass through, and sees nothing here.
    if (user !== undefined) await chmod(folder, 0o711);
    await initialize(programs, data, password, user);
    const port = await getPort({ host: "127.0.0.1" });
    const server = spawn(
      join(programs, "postgres"),
      ["-D", data, "-k", socketFolder, "-p", String(port), ...settingArguments()],
      { cwd: "/", env: clusterEnvironment(), stdio: ["ignore", "ignore", "pipe"], detached: true, ...user },
    );
    acquired.push(() => stop(server, watchdog));
    await untilReady(server, watchdog);
    const address = { host: "127.0.0.1", port, user: USER, password, database: "postgres", options: "" };
    return { address, socketFolder, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function initialize(
  programs: string,
  data: string,
  password: string,
  user: SystemUser | undefined,
): Promise<void> {
  const passwordFile = join(data, "..", "socket", "password");
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (user !== undefined) await chown(passwordFile, user.uid, user.gid);
  const given = ["--username", USER, "--pwfile", passwordFile, "--auth", "scram-sha-256"];
  try {
    // The same order of texts on every machine, whatever its locale.
    const place = ["--encoding", "UTF8", "--locale", "C", "--no-sync", "--no-instructions", "-D", data];
    await promisify(execFile)(join(programs, "initdb"), [...given, ...place], {
      cwd: "/",
      env: clusterEnvironment(),
      ...user,
    });
  } catch (error) {
    if (isDiskFull(error)) throw whereOwnIsFull(error, "a PostgreSQL server");
    const said = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : String(error);
    throw new UserError(
      `PostgreSQL could not be set up with ${join(programs, "initdb")}: it says "${said}". Mend that, or give the URL of a server as \`database.url\` in portolan.yaml.`,
    );
  } finally {
    await rm(passwordFile, { force: true });
  }
}

function settingArguments(): readonly string[] {
  return Object.entries(SETTINGS).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

/** Nothing of the caller's own PostgreSQL: a PGDATA or PGOPTIONS would change what we start. */
function clusterEnvironment(): NodeJS.ProcessEnv {
  const environment = Object.entries(environmentWith({})).filter(([name]) => !/^(?:PG|LC_|LANG)/.test(name));
  return { ...Object.fromEntries(environment), LC_ALL: "C" };
}

async function untilReady(server: ChildProcess, watchdog: Watchdog): Promise<void> {
  const { stderr } = server;
  if (server.pid === undefined || stderr === null) {
    const [error] = (await once(server, "error")) as [Error];
    throw error;
  }
  const tail = new OutputTail();
  const splitter = new LineSplitter();
  const ready = Promise.withResolvers<void>();
  const fail = (how: string): void =>
    ready.reject(new UserError(`PostgreSQL ${how} before it took connections. It printed last:\n${tail.text()}`));
  stderr.on("data", (bytes: Buffer) => {
    for (const line of splitter.push(bytes)) {
      tail.add(line);
      if (line.includes("database system is ready to accept connections")) ready.resolve();
    }
  });
  server.once("exit", (code) => fail(`ended with code ${code}`));
  await watchdog.guardGroup(server.pid);
  const limit = setTimeout(() => fail(`was started, but ${READY_LIMIT_MS / 1000} s passed`), READY_LIMIT_MS);
  try {
    await ready.promise;
  } finally {
    clearTimeout(limit);
  }
}

/** At once, and without a last write of what is thrown away; it ends its own processes. */
async function stop(server: ChildProcess, watchdog: Watchdog): Promise<void> {
  const { pid } = server;
  if (pid === undefined) return;
  if (server.exitCode === null && server.signalCode === null) {
    const ended = once(server, "exit");
    server.kill("SIGQUIT");
    await ended;
  }
  watchdog.releaseGroup(pid);
}
