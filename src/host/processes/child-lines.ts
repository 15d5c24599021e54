import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

import type { Disposable, ProcessExit } from "#core/ports.ts";

import { environmentWith } from "./environment.ts";
import { OutputTail } from "./output-tail.ts";

/** A child that ends by itself when its input closes has so long to do it. */
const GRACE_MS = 8_000;

export interface ChildLinesOptions {
  /** The module to run, absolute. */
  readonly module: string;
  readonly args: readonly string[];
  /** Absolute. */
  readonly folder: string;
  readonly onLine: (line: string) => void;
}

/** A process of our own program that is spoken to in lines. Disposing closes its input, on which it has to end. */
export interface ChildLines extends Disposable {
  /** Sends a line; `line` holds no line break. What is sent to a process that has ended is lost. */
  send(line: string): void;
  /** Resolves when it has ended and its output is read. */
  readonly exited: Promise<ProcessExit>;
  /** The last lines that it wrote to its standard error. */
  lastErrors(): string;
}

/** Runs a module of ours under the Node that runs us; where that is Electron, it is told to be Node. */
export function startChildLines({ module, args, folder, onLine }: ChildLinesOptions): ChildLines {
  const asNode = process.versions["electron"] === undefined ? {} : { ELECTRON_RUN_AS_NODE: "1" };
  const child = spawn(process.execPath, [module, ...args], {
    cwd: folder,
    env: environmentWith(asNode),
    stdio: ["pipe", "pipe", "pipe"],
  });
  const errors = new OutputTail();
  createInterface({ input: child.stdout }).on("line", onLine);
  createInterface({ input: child.stderr }).on("line", (line) => errors.add(line));
  // A write to a process that has just ended: its exit is what tells.
  child.stdin.on("error", () => {});

  const exited = new Promise<ProcessExit>((resolve) => {
    child.once("close", (code, signal) => resolve({ code, signal }));
    child.once("error", (error) => {
      errors.add(error.message);
      // Where nothing was started, nothing closes.
      if (child.pid === undefined) resolve({ code: 127, signal: null });
    });
  });

  return {
    exited,
    lastErrors: () => errors.text(),
    send: (line) => {
      if (child.stdin.writable) child.stdin.write(`${line}\n`);
    },
    dispose: async () => {
      child.stdin.end();
      const lastChance = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
      await exited;
      clearTimeout(lastChance);
    },
  };
}
