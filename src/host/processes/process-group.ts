import { setTimeout as delay } from "node:timers/promises";

import { runningMembers } from "./proc.ts";

const POLL_MS = 20;

/** After this, what did not take SIGKILL hangs in the kernel, and waiting longer would hang us too. */
const LAST_WAIT_MS = 5_000;

/**
 * Ends all processes of a group: SIGTERM first, and SIGKILL to what is left after `graceMs`. Resolves when none is left.
 * Looking again and again is needed: no event tells that a group is empty, as its members need not be our children.
 */
export async function endGroup(group: number, graceMs: number): Promise<void> {
  signalGroup(group, "SIGTERM");
  const killAt = performance.now() + graceMs;
  while (await isGroupAlive(group)) {
    if (performance.now() > killAt + LAST_WAIT_MS) return;
    if (performance.now() > killAt) signalGroup(group, "SIGKILL");
    await delay(POLL_MS);
  }
}

/** Zombies do not count: where nobody reaps orphans, as in many containers, they stay for ever. */
export async function isGroupAlive(group: number): Promise<boolean> {
  if (!signalGroup(group, 0)) return false;
  const members = await runningMembers(group);
  return members === undefined || members.length > 0;
}

/** True where the group had a process to take the signal. Group 0 would be our own, and 1 everybody's. */
function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  if (!Number.isInteger(group) || group <= 1) throw new RangeError(`${group} is not a process group of ours`);
  try {
    return process.kill(-group, signal);
  } catch {
    return false;
  }
}
