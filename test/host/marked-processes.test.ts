import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test, vi } from "vitest";

import { createProcesses } from "#host/processes/processes.ts";
import { pidsWithVariable } from "#host/processes/proc.ts";
import { systemAbilities } from "#host/processes/system-abilities.ts";
import { createWatchdog } from "#host/watchdog/watchdog.ts";

import { ownWatchdog, RELAY_FILE, WATCHDOG_FILE } from "./own-watchdog.ts";

// Real processes on a machine that is busy with others.
vi.setConfig({ testTimeout: 30_000 });

/** How many processes carry a mark. */
async function carrying({ environment }: { readonly environment: Readonly<Record<string, string>> }): Promise<number> {
  return (await pidsWithVariable("PORTOLAN_MARK", environment["PORTOLAN_MARK"] ?? "")).length;
}

test("what a command leaves running goes on, in its group and out of it, until its mark ends", async () => {
  await using watchdog = ownWatchdog();
  const processes = createProcesses(tmpdir(), { watchdog, relayFile: RELAY_FILE, abilities: systemAbilities() });
  const marked = await processes.markProcesses();
  const line = `setsid sleep 600 & (while sleep 0.05; do echo alive; done) & exec 3<${join(import.meta.dirname, "own-watchdog.ts")}; sleep 600 & echo up`;
  let output = "";
  const command = await processes.start(
    { line, folder: ".", world: { kind: "caller" }, environment: marked.environment, leavesServers: true },
    (text) => (output += text),
  );
  expect(await command.exited).toEqual({ code: 0, signal: null });
  expect(output).toContain("up");
  // It writes on to a pipe that is still read.
  const before = output.length;
  await expect.poll(() => output.length).toBeGreaterThan(before);
  expect(await carrying(marked)).toBeGreaterThanOrEqual(3);
  expect(await marked.openFiles()).toContain(join(import.meta.dirname, "own-watchdog.ts"));
  await command.dispose();
  expect(await carrying(marked)).toBeGreaterThanOrEqual(2);
  await marked.dispose();
  expect(await carrying(marked)).toBe(0);
  await processes.dispose();
});

test("they are ended too where we are gone, and nobody else is", async () => {
  const watchdog = createWatchdog(WATCHDOG_FILE);
  const processes = createProcesses(tmpdir(), { watchdog, relayFile: RELAY_FILE, abilities: systemAbilities() });
  const marked = await processes.markProcesses();
  const child = spawn("sleep", ["600"], { env: { ...process.env, ...marked.environment }, detached: true });
  const other = spawn("sleep", ["600"], { env: { ...process.env, PORTOLAN_MARK: "another" }, detached: true });
  await expect.poll(() => carrying(marked)).toBe(1);
  await watchdog.dispose();
  await expect.poll(() => carrying(marked)).toBe(0);
  expect(child.signalCode ?? "SIGTERM").toBe("SIGTERM");
  expect(other.exitCode ?? other.signalCode).toBeNull();
  other.kill();
});

test("a service without the mark in its environment, in a group of its own, is found by its command's session", async () => {
  await using watchdog = ownWatchdog();
  const processes = createProcesses(tmpdir(), { watchdog, relayFile: RELAY_FILE, abilities: systemAbilities() });
  const marked = await processes.markProcesses();
  const service = await startBare(processes, marked.environment);
  expect(isAlive(service)).toBe(true);
  await expect.poll(() => carrying(marked)).toBe(0);
  expect(await marked.openFiles()).toContain(OPENED);
  await marked.dispose();
  expect(isAlive(service)).toBe(false);
  await processes.dispose();
});

test("such a service is ended too where we are gone", async () => {
  const watchdog = createWatchdog(WATCHDOG_FILE);
  const processes = createProcesses(tmpdir(), { watchdog, relayFile: RELAY_FILE, abilities: systemAbilities() });
  const service = await startBare(processes, (await processes.markProcesses()).environment);
  expect(isAlive(service)).toBe(true);
  await watchdog.dispose();
  await expect.poll(() => isAlive(service)).toBe(false);
});

const OPENED = join(import.meta.dirname, "own-watchdog.ts");

/** Runs a command that starts a service as installers do, in a group of its own, with no variable but PATH. Gives the service's number. */
async function startBare(
  processes: Pick<ReturnType<typeof createProcesses>, "start">,
  environment: Readonly<Record<string, string>>,
): Promise<number> {
  let output = "";
  const line = `bash -c 'set -m; env -i PATH="$PATH" sleep 600 3<${OPENED} >/dev/null 2>&1 & echo $!'`;
  const command = await processes.start(
    { line, folder: ".", world: { kind: "caller" }, environment, leavesServers: true },
    (text) => (output += text),
  );
  expect(await command.exited).toEqual({ code: 0, signal: null });
  await expect.poll(() => output).toMatch(/\d/);
  return Number.parseInt(output, 10);
}

/** A zombie does not live. */
function isAlive(pid: number): boolean {
  const stat = existsSync(`/proc/${pid}`) ? readFileSync(`/proc/${pid}/stat`, "utf8") : "";
  return /\) [^ZX]/.test(stat);
}
