import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { realpath, stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";

import { UserError } from "#core/model/user-error.ts";
import type { Command, Disposable, OwnedProcess, Processes, ProcessExit } from "#core/ports.ts";

import { whyNoNamespace } from "../network/why-no-namespace.ts";
import { callerVariables } from "./clean-environment.ts";
import { type OpenWorld, openWorld } from "./open-world.ts";
import { LineSplitter, OutputTail } from "./output-tail.ts";
import { pythonsOnPath } from "./pythons-on-path.ts";
import { isListening, programsOf, runningMembers } from "./proc.ts";
import { createMarks } from "./marked-processes.ts";
import { endGroup } from "./process-group.ts";
import { openFilesOfGroup } from "./open-files.ts";
import type { SystemAbilities } from "./system-abilities.ts";
import type { Watchdog } from "../watchdog/watchdog.ts";

/** A server has so long to end by itself. */
const GRACE_MS = 3_000;

/** Output that a process outside the group still holds open is not waited for longer than this. */
const DRAIN_MS = 500;

export interface ProcessesOptions {
  readonly watchdog: Watchdog;
  /** Absolute path of the module that joins a network of its own to ours: dist/relay.js. */
  readonly relayFile: string;
  readonly abilities: SystemAbilities;
}

/** Runs commands in process groups of their own. `root` is absolute. Disposing ends all that still run. */
export function createProcesses(
  root: string,
  { watchdog, relayFile, abilities }: ProcessesOptions,
): Processes & Disposable {
  const running = new Set<OwnedProcess>();
  const marks = createMarks(watchdog);
  return {
    start: async (command, onOutput) => {
      const folder = resolve(root, command.folder);
      await requireFolder(folder, command);
      const world = await openWorld(command, { watchdog, relayFile });
      const shell = spawn(world.file, world.args, {
        cwd: folder,
        env: world.environment,
        // A group of its own, which ends with it and never with ours.
        detached: true,
        stdio: ["pipe", "pipe", "pipe"],
      });
      const group = shell.pid;
      if (group === undefined) {
        // Node tells why by an event that is still to come.
        const [error] = (await once(shell, "error")) as [Error];
        await world.dispose();
        throw error;
      }
      const isLeaving = command.leavesServers === true;
      const owned = own(shell, group, { watchdog, world, abilities, onOutput, isLeaving });
      running.add(owned);
      void owned.exited.then(() => (isLeaving ? undefined : owned.dispose())).finally(() => running.delete(owned));
      try {
        await watchdog.guardGroup(group);
        if (isLeaving) await marks.include(command.environment, group);
      } catch (error) {
        await owned.dispose();
        throw error;
      }
      shell.stdin.end("\n");
      return owned;
    },
    isRunning: (program) => isProgramRunning(resolve(root, program), [...running]),
    markProcesses: () => marks.create(),
    callerVariables: (names) => callerVariables(process.env, names),
    whyNoLoopback: () => whyNoNamespace(abilities),
    pythonsOnPath: () => pythonsOnPath(),
    dispose: async () => {
      await Promise.all([...running].map((owned) => owned.dispose()));
    },
  };
}

async function isProgramRunning(
  file: string,
  running: readonly Pick<OwnedProcess, "pid">[],
): Promise<"yes" | "no" | "unknown"> {
  const real = await realpath(file).catch(() => file);
  for (const { pid } of running) {
    const members = await runningMembers(pid);
    if (members === undefined) return "unknown";
    if ((await programsOf(members)).includes(real)) return "yes";
  }
  return "no";
}

interface Surroundings {
  readonly watchdog: Watchdog;
  readonly world: OpenWorld;
  readonly abilities: SystemAbilities;
  readonly onOutput: Parameters<Processes["start"]>[1];
  /** What it leaves in its group goes on, and writes on to the pipes that we read. */
  readonly isLeaving: boolean;
}

function own(
  shell: ChildProcessWithoutNullStreams,
  group: number,
  { watchdog, world, abilities, onOutput, isLeaving }: Surroundings,
): OwnedProcess {
  const tail = new OutputTail();
  const reportTo =
    (stream: "output" | "error") =>
    (lines: readonly string[]): void => {
      if (lines.length === 0) return;
      for (const line of lines) tail.add(line);
      onOutput(lines.join("\n"), stream);
    };
  // The shell may end before it has read the line that opens the gate.
  shell.stdin.on("error", () => undefined);
  const drained = Promise.all([
    readLines(shell.stdout, reportTo("output")),
    readLines(shell.stderr, reportTo("error")),
  ]);
  const exited = isLeaving ? endOfLeaving(shell, drained) : endOf(shell, group, drained);
  const close = async (): Promise<void> => {
    try {
      await exited;
      // Who waits for the exit need not wait for what has left the group.
      const strays = isLeaving ? [] : await world.endStrays();
      for (const line of strays) reportTo("error")([strayText(line)]);
    } finally {
      watchdog.releaseGroup(group);
      await world.dispose();
    }
  };
  const closed = close();
  closed.catch(() => undefined);
  return {
    pid: group,
    exited,
    lastOutput: () => tail.text(),
    withheld: world.withheld,
    listensOn: async (port) => {
      const members = abilities.openFiles === "none" ? undefined : await runningMembers(group);
      if (members === undefined) return "unknown";
      return (await isListening(members, port)) ? "yes" : "no";
    },
    openFiles: () => openFilesOfGroup(group, abilities),
    dispose: async () => {
      // After its end the number may belong to somebody else; what was left of the group is being ended already.
      if (shell.exitCode === null && shell.signalCode === null) await endGroup(group, GRACE_MS);
      await closed;
      shell.stdout.destroy();
      shell.stderr.destroy();
    },
  };
}

function strayText(line: string): string {
  return `Portolan: a process that had left the server's process group was ended with it: ${line}`;
}

/** The pipes stay open: a server that writes to one that is closed would end. */
async function endOfLeaving(shell: ChildProcessWithoutNullStreams, drained: Promise<unknown>): Promise<ProcessExit> {
  const [code, signal] = (await once(shell, "exit")) as [number | null, NodeJS.Signals | null];
  await drainedSoon(drained);
  return { code, signal };
}

async function drainedSoon(drained: Promise<unknown>): Promise<void> {
  const limit = new AbortController();
  await Promise.race([drained, delay(DRAIN_MS, undefined, { signal: limit.signal }).catch(() => undefined)]);
  limit.abort();
}

async function endOf(
  shell: ChildProcessWithoutNullStreams,
  group: number,
  drained: Promise<unknown>,
): Promise<ProcessExit> {
  const [code, signal] = (await once(shell, "exit")) as [number | null, NodeJS.Signals | null];
  await endGroup(group, GRACE_MS);
  await drainedSoon(drained);
  shell.stdout.destroy();
  shell.stderr.destroy();
  return { code, signal };
}

async function readLines(stream: Readable, report: (lines: readonly string[]) => void): Promise<void> {
  const splitter = new LineSplitter();
  stream.on("data", (bytes: Buffer) => report(splitter.push(bytes)));
  await new Promise((close) => stream.once("close", close));
  report(splitter.end());
}

async function requireFolder(folder: string, command: Command): Promise<void> {
  if (process.platform === "win32") {
    throw new UserError(
      "Portolan runs servers on Linux and macOS only; on Windows open the project in WSL or a dev container.",
    );
  }
  const stats = await stat(folder).catch(() => undefined);
  if (!stats?.isDirectory()) {
    throw new UserError(
      `The folder ${command.folder}, in which \`${command.line}\` should run, does not exist; correct it in portolan.yaml.`,
    );
  }
}
