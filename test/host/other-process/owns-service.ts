/** Starts a Redis and a folder for files, tells what it has, and waits to be killed: `node owns-service.ts WATCHDOG`. */
import type { ServiceSettings } from "#core/model/service.ts";
import { startService } from "#core/parity/companions/service-process.ts";
import { asServices } from "#core/project/service-format.ts";
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
const nothing = { start: undefined, ready: undefined, environment: undefined, isolate: undefined, reset: undefined };
const [settings] = asServices([["cache", { ...nothing, effects: { kind: "content", of: "redis" } }]]);
const data = await ports.folders.create();
const service = await startService(settings as ServiceSettings, {
  ports,
  signal: new AbortController().signal,
  onOutput: () => undefined,
  values: {},
  reach: undefined,
});
// A test that is broken off must not leave this behind.
process.on("disconnect", () => process.exit(1));
process.send?.({ port: service.port, folders: [data.path, service.values["folder"]] });
