import { randomInt } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";

import { UserError } from "#core/model/user-error.ts";
import type { Disposable } from "#core/ports.ts";

import type { Watchdog } from "../../../watchdog/watchdog.ts";
import { type Connection, connect, isDatabaseError } from "../connection.ts";
import { whereServerIsFull } from "../disk-full.ts";
import { databaseName, dropLeftovers, holdMark } from "../leftovers.ts";
import { databaseUrl, type ServerAddress } from "./server-address.ts";
import { quoted } from "../undo-changes.ts";

/** A PostgreSQL server in which we make databases and drop them. */
export interface PostgresqlServer extends Disposable {
  readonly address: ServerAddress;
  /** Whether rows can be put back under a running server; else only a new copy helps, and the server has to start again. */
  readonly canUndo: boolean;
  readonly isSuperuser: boolean;
  /** We started it, and its files lie in a temporary folder. */
  readonly isOwn: boolean;
  /** What to run so that it can; undefined where it can. */
  readonly grant: string | undefined;
  connectTo(database: string): Promise<Connection>;
  /** Makes a database, empty or with what another one has, to which nobody may be connected. Gives its name. */
  create(purpose: string, template?: string): Promise<string>;
  /** Ends a connection of ours from without, with what it runs. */
  endConnection(pid: number): Promise<void>;
  /** Drops a database that we made, whoever is connected. */
  drop(database: string): Promise<void>;
}

/** `DROP DATABASE … WITH (FORCE)` came with it. */
const OLDEST_VERSION = 13;

/** Since then a role can be granted the setting that an undo needs. */
const GRANTS_SETTINGS = 15;

/** Connections of a server that has ended are gone after a moment. */
const BUSY_LIMIT_MS = 5_000;
const BUSY_RETRY_MS = 20;

/** As PostgreSQL names it: `object_in_use`. */
const OBJECT_IN_USE = "55006";

/**
 * Connects to a server, looks what it lets us do, and drops what a run that was killed has left there. All that is made
 * carries the mark of this process in its name, in the care of the watchdog. `socketFolder` is given where the server is
 * ours and goes as a whole.
 */
export async function openServer(
  address: ServerAddress,
  watchdog: Watchdog,
  socketFolder?: string,
): Promise<PostgresqlServer> {
  const place = `${address.host}:${address.port}`;
  const admin = await connect(address, address.database, socketFolder).catch((error: unknown) => {
    throw new UserError(
      `No connection to the PostgreSQL server at ${place}: ${messageOf(error)}. Start it, or correct \`database.url\` in portolan.yaml.`,
    );
  });
  const mark = randomInt(2 ** 31);
  const names = new Set<string>();
  let made = 0;
  try {
    const { version, isSuperuser } = await requireRights(admin, place);
    const canUndo = await maySetReplicationRole(admin);
    await holdMark(admin, mark);
    await dropLeftovers(admin);
    const isOwn = socketFolder !== undefined;
    if (!isOwn) await watchdog.guardDatabases(databaseUrl(address, address.database), mark);
    const drop = async (name: string): Promise<void> => {
      if (names.delete(name)) await admin.query(`DROP DATABASE IF EXISTS ${quoted(name)} WITH (FORCE)`);
    };
    return {
      address,
      canUndo,
      isSuperuser,
      isOwn,
      grant: canUndo ? undefined : grantSentence(version, address.user),
      connectTo: (database) => connect(address, database, socketFolder),
      create: async (purpose, template) => {
        made += 1;
        const name = databaseName(mark, made, purpose);
        names.add(name);
        // A copy of template0 has nothing that a site put into its own template.
        const source = template ?? "template0";
        try {
          await untilUnused(() => admin.query(`CREATE DATABASE ${quoted(name)} TEMPLATE ${quoted(source)}`));
        } catch (error) {
          throw whereServerIsFull(error, "the copy of a database", { address, isOwn });
        }
        return name;
      },
      endConnection: async (pid) => {
        await admin.query("SELECT pg_terminate_backend($1)", [pid]);
      },
      drop,
      dispose: async () => {
        for (const name of names) await drop(name);
        await admin.close();
        if (!isOwn) watchdog.releaseDatabases(mark);
      },
    };
  } catch (error) {
    await admin.close();
    throw error;
  }
}

async function requireRights(
  admin: Connection,
  place: string,
): Promise<{ readonly version: number; readonly isSuperuser: boolean }> {
  const { rows } = await admin.query(
    "SELECT current_setting('server_version_num')::int / 10000, rolsuper OR rolcreatedb, rolname, rolsuper FROM pg_roles WHERE rolname = current_user",
  );
  const [version, mayCreate, role, isSuperuser] = rows[0] ?? [];
  if (Number(version) < OLDEST_VERSION) {
    throw new UserError(
      `The server at ${place} is PostgreSQL ${version}; Portolan needs ${OLDEST_VERSION} or newer. Give the URL of a newer one as \`database.url\` in portolan.yaml.`,
    );
  }
  if (mayCreate !== "t") {
    throw new UserError(
      `The role ${role} may not make databases at ${place}, and Portolan works only in databases of its own. Run there as a superuser: ALTER ROLE ${quoted(String(role))} CREATEDB`,
    );
  }
  return { version: Number(version), isSuperuser: isSuperuser === "t" };
}

/** A superuser may, and whom one has granted it; there is no better way to know than to try. */
async function maySetReplicationRole(admin: Connection): Promise<boolean> {
  await admin.query("BEGIN");
  try {
    await admin.query("SET LOCAL session_replication_role = replica");
    return true;
  } catch (error) {
    if (!isDatabaseError(error)) throw error;
    return false;
  } finally {
    await admin.query("ROLLBACK");
  }
}

function grantSentence(version: number, role: string): string {
  return version >= GRANTS_SETTINGS
    ? `GRANT SET ON PARAMETER session_replication_role TO ${quoted(role)}`
    : `ALTER ROLE ${quoted(role)} SUPERUSER`;
}

async function untilUnused(create: () => Promise<unknown>): Promise<void> {
  const limit = performance.now() + BUSY_LIMIT_MS;
  for (;;) {
    try {
      await create();
      return;
    } catch (error) {
      if (!isDatabaseError(error) || error.code !== OBJECT_IN_USE || performance.now() > limit) throw error;
      await delay(BUSY_RETRY_MS);
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
