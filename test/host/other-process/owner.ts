/** Starts a server with a child of its own and makes a database, tells what it has, and waits to be killed. */
import { createNodePorts } from "#host/node-ports.ts";

const [watchdogFile = ""] = process.argv.slice(2);
const ports = createNodePorts({
  root: import.meta.dirname,
  watchdogFile,
  baseMakerFile: "no base is made here",
  relayFile: "",
  contractDiffFile: "",
  readers: { read: () => Promise.reject(new Error("nothing is read here")) },
  log: { info: () => undefined, error: () => undefined },
});
const port = await ports.listener.freePort();
const database = await ports.databases.create({ engine: "sqlite" }, "rust");
const server = `require("http").createServer().listen(${port}, "127.0.0.1", () => console.log("up"))`;
const up = Promise.withResolvers<void>();
const owned = await ports.processes.start(
  {
    line: `sleep 62 & "${process.execPath}" -e '${server}' & wait`,
    folder: ".",
    world: { kind: "caller" },
    environment: {},
  },
  () => up.resolve(),
);
await up.promise;
// A test that is broken off must not leave this behind.
process.on("disconnect", () => process.exit(1));
process.send?.({ port, group: owned.pid, database: database.location });
