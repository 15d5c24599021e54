/**
 * Entry of a small process that stands between an owner and a command: `node leash.ts '<Leashed as JSON>'`.
 * Standard input is the lifeline: when it closes, whether the owner closed it, was interrupted or was killed with -9,
 * the command's whole process group ends and its folders go. So there is one way to clean up, and it cannot be missed.
 */
import { spawn } from "node:child_process";
import { rm } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";

import type { Leashed } from "./owned-process.ts";

const graceMs = 5_000;
const pollMs = 25;

const leashed = JSON.parse(process.argv[2] ?? "") as Leashed;
const child = spawn(leashed.command, leashed.args, {
  cwd: leashed.folder,
  stdio: ["ignore", "inherit", "inherit"],
  detached: true,
});

const ended = new Promise<number>((resolve) => {
  child.once("exit", (code) => resolve(code ?? 1));
  child.once("error", (error) => {
    console.error(error.message);
    resolve(127);
  });
});
const released = new Promise<void>((resolve) => process.stdin.once("close", resolve).resume());

await Promise.race([ended, released]);
child.kill("SIGTERM");
await groupEnds(child.pid);
const exitCode = await ended;
await Promise.all(
  leashed.foldersToRemove.map((folder) => rm(folder, { recursive: true, force: true, maxRetries: 10 })),
);
process.exit(exitCode);

/**
 * The leader was asked to end; the rest of its group follows by itself when their channel to it closes, as in VS Code,
 * and what has not done so in time is killed. Looking again and again is needed: no event tells that a foreign group is empty.
 */
async function groupEnds(group: number | undefined): Promise<void> {
  if (group === undefined) return;
  const lastChanceMs = Date.now() + graceMs;
  while (signalGroup(group, 0)) {
    if (Date.now() > lastChanceMs) signalGroup(group, "SIGKILL");
    await delay(pollMs);
  }
}

function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-group, signal);
  } catch {
    return false;
  }
}
