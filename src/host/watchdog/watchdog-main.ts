/**
 * Entry of the watchdog: a process that outlives its owner by a moment. Its standard input is a pipe that the owner
 * holds; when that closes, whether the owner ended, was interrupted or was killed with -9, it ends the process groups,
 * removes the temporary folders and drops the databases it was told of.
 */
import { rm } from "node:fs/promises";
import { basename } from "node:path";
import { createInterface } from "node:readline";

import type { Marked } from "../processes/marked.ts";
import { endMarked } from "../processes/marked-processes.ts";
import { endGroup } from "../processes/process-group.ts";
import { TEMPORARY_FOLDER_PREFIX, type WatchdogOrder } from "./watchdog-order.ts";

const GRACE_MS = 2_000;

const groups = new Set<number>();
const marks = new Map<string, Marked>();
const folders = new Set<string>();
const urlsByMark = new Map<number, string>();

// Only the pipe's end, or a machine that shuts down, ends it.
for (const signal of ["SIGINT", "SIGHUP"] as const) process.on(signal, () => undefined);
process.on("SIGTERM", () => process.stdin.destroy());
process.stdout.on("error", () => undefined);
process.stdin.on("error", () => undefined);

const ended = new Promise<void>((resolve) => process.stdin.once("close", resolve));
createInterface({ input: process.stdin }).on("line", (line) => obey(JSON.parse(line) as WatchdogOrder));
process.stdout.write("ready\n");

await ended;
await Promise.all([
  ...[...groups].map((group) => endGroup(group, GRACE_MS)),
  ...[...marks.values()].map((marked) => endMarked(marked, GRACE_MS)),
]);
await Promise.all([...folders].map((folder) => rm(folder, { recursive: true, force: true, maxRetries: 10 })));
await Promise.allSettled([...urlsByMark].map(([mark, url]) => dropDatabases(url, mark)));
process.exit(0);

function obey(order: WatchdogOrder): void {
  switch (order.kind) {
    case "guard-group":
      groups.add(order.group);
      break;
    case "release-group":
      groups.delete(order.group);
      break;
    case "guard-mark":
      marks.set(order.marked.mark, order.marked);
      break;
    case "release-mark":
      marks.delete(order.mark);
      break;
    case "guard-folder":
      if (basename(order.folder).startsWith(TEMPORARY_FOLDER_PREFIX)) folders.add(order.folder);
      break;
    case "release-folder":
      folders.delete(order.folder);
      break;
    case "guard-databases":
      urlsByMark.set(order.mark, order.url);
      break;
    case "release-databases":
      urlsByMark.delete(order.mark);
      break;
  }
}

/** What cannot be dropped now, as where the server is gone too, is found by the next run that uses it. */
async function dropDatabases(url: string, mark: number): Promise<void> {
  // Loaded when it is needed: the watchdog of a project without PostgreSQL stays small.
  const { dropMarkedAt } = await import("../databases/postgresql/drop-marked.ts");
  await dropMarkedAt(url, mark);
}
