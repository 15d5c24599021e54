import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";

import type { Disposable } from "#core/ports.ts";

import type { Marked } from "../processes/marked.ts";
import { environmentWith } from "../processes/environment.ts";
import type { GuardOrder, ReleaseOrder, WatchdogOrder } from "./watchdog-order.ts";

/** What is cleaned up even when this process is killed with -9: by a small process at the other end of a pipe. */
export interface Watchdog extends Disposable {
  /** Resolves once the watchdog will end this process group when we are gone. */
  guardGroup(group: number): Promise<void>;
  releaseGroup(group: number): void;
  /** Resolves once the watchdog will end the processes of this mark when we are gone; in the place of what it was told of the mark before. */
  guardMark(marked: Marked): Promise<void>;
  releaseMark(mark: string): void;
  /** Resolves once the watchdog will remove this folder when we are gone, after it has ended the groups. */
  guardFolder(folder: string): Promise<void>;
  releaseFolder(folder: string): void;
  /** Resolves once the watchdog will drop the databases of this mark at a PostgreSQL server when we are gone. */
  guardDatabases(url: string, mark: number): Promise<void>;
  releaseDatabases(mark: number): void;
}

interface Live {
  readonly process: ChildProcess;
  readonly orders: Writable;
}

/**
 * The watchdog process is started when there is first something to guard; `file` is its absolute path
 * (dist/watchdog.js, or src/host/watchdog/watchdog-main.ts where Node runs TypeScript). It does not keep this process alive.
 * Disposing ends it, and with it all that is still guarded.
 */
export function createWatchdog(file: string): Watchdog {
  const guarded = new Map<string, GuardOrder>();
  let live: Promise<Live> | undefined;
  let isDisposed = false;

  const ensureLive = (): Promise<Live> => {
    live ??= startWatchdog(file, [...guarded.values()]).then(
      (started) => {
        started.process.once("exit", () => {
          live = undefined;
          // Somebody ended it: what it guarded must not be left alone.
          if (guarded.size > 0 && !isDisposed) void ensureLive().catch(() => undefined);
        });
        return started;
      },
      (error: unknown) => {
        live = undefined;
        throw error;
      },
    );
    return live;
  };

  const guard = async (key: string, order: GuardOrder): Promise<void> => {
    const { orders } = await ensureLive();
    guarded.set(key, order);
    await tell(orders, order);
  };
  const release = (key: string, order: ReleaseOrder): void => {
    if (!guarded.delete(key)) return;
    // A watchdog that is gone needs not be told; the next one is told what is still guarded.
    void live?.then(({ orders }) => tell(orders, order)).catch(() => undefined);
  };

  return {
    guardGroup: (group) => guard(`group ${group}`, { kind: "guard-group", group }),
    releaseGroup: (group) => release(`group ${group}`, { kind: "release-group", group }),
    guardMark: (marked) => guard(`mark ${marked.mark}`, { kind: "guard-mark", marked }),
    releaseMark: (mark) => release(`mark ${mark}`, { kind: "release-mark", mark }),
    guardFolder: (folder) => guard(`folder ${folder}`, { kind: "guard-folder", folder }),
    releaseFolder: (folder) => release(`folder ${folder}`, { kind: "release-folder", folder }),
    guardDatabases: (url, mark) => guard(`databases ${mark}`, { kind: "guard-databases", url, mark }),
    releaseDatabases: (mark) => release(`databases ${mark}`, { kind: "release-databases", mark }),
    dispose: async () => {
      isDisposed = true;
      const ending = await live?.catch(() => undefined);
      if (ending === undefined) return;
      ending.process.ref();
      const ended = once(ending.process, "exit");
      ending.orders.end();
      await ended;
    },
  };
}

async function startWatchdog(file: string, guarded: readonly GuardOrder[]): Promise<Live> {
  const child = spawn(process.execPath, [file], {
    // It holds no folder of ours, and leaves the terminal's group, so that Ctrl-C does not reach it.
    cwd: "/",
    detached: true,
    env: environmentWith(process.versions["electron"] === undefined ? {} : { ELECTRON_RUN_AS_NODE: "1" }),
    stdio: ["pipe", "pipe", "ignore"],
  });
  child.stdin.on("error", () => undefined);
  await new Promise<void>((resolve, reject) => {
    child.stdout.once("data", () => resolve());
    child.once("error", reject);
    child.once("exit", (code) =>
      reject(new Error(`The watchdog ${file} ended with code ${code} before it was ready.`)),
    );
  });
  child.stdout.destroy();
  child.unref();
  unrefPipe(child.stdin);
  for (const order of guarded) await tell(child.stdin, order);
  return { process: child, orders: child.stdin };
}

/** Pipes to a child are sockets, though their type does not say so. */
function unrefPipe(pipe: Readable | Writable): void {
  if ("unref" in pipe && typeof pipe.unref === "function") pipe.unref();
}

/** Once the pipe has taken the order, the watchdog reads it, even if we are gone. */
function tell(orders: Writable, order: WatchdogOrder): Promise<void> {
  return new Promise((resolve, reject) => {
    orders.write(`${JSON.stringify(order)}\n`, (error) => (error ? reject(error) : resolve()));
  });
}
