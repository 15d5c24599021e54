import { spawn } from "node:child_process";
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
