import type { Disposable, Ports } from "#core/ports.ts";
import { createReaders } from "#core/session/languages.ts";
import { besideBundle } from "#host/files/find-project.ts";
import { createLog } from "#host/log.ts";
import { createNodePorts, type NodePortsOptions } from "#host/node-ports.ts";
import { createGrammars } from "#host/readers/grammars.ts";

/** The ports of a command, for the project in `root`; to be disposed. Its bundles lie beside its own, its log is standard error. */
export function commandPorts(options: Pick<NodePortsOptions, "root" | "reach" | "secrets">): Ports & Disposable {
  return createNodePorts({
    ...options,
    watchdogFile: besideBundle(import.meta.url, "watchdog.js"),
    baseMakerFile: besideBundle(import.meta.url, "base-maker.js"),
    relayFile: besideBundle(import.meta.url, "relay.js"),
    contractDiffFile: besideBundle(import.meta.url, "contract-diff/bin/cli.js"),
    readers: createReaders(createGrammars()),
    log: createLog((line) => process.stderr.write(line)),
  });
}
