import { type ChildProcess, fork, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { expect, test, vi } from "vitest";

import { createListener } from "#host/http/listener.ts";
import { isGroupAlive } from "#host/processes/process-group.ts";
import { createWatchdog } from "#host/watchdog/watchdog.ts";

import { WATCHDOG_FILE } from "./own-watchdog.ts";

// Real processes on a machine that is busy with others.
vi.setConfig({ testTimeout: 30_000 });

const OWNER = join(import.meta.dirname, "other-process/owner.ts");

/** What an owner has: a server on a port, its process group, a database. */
interface Owned {
  readonly port: number;
  readonly group: number;
  readonly database: string;
}

/** Starts an owner, lets it end in some way, and expects that nothing it had is left. */
async function checkNothingLeft(end: (owner: ChildProcess) => void): Promise<void> {
  const stdio = ["ignore", "ignore", "ignore", "ipc"] as const;
  const owner = fork(OWNER, [WATCHDOG_FILE], { execArgv: ["--no-warnings"], detached: true, stdio: [...stdio] });
  try {
    const [owned] = (await once(owner, "message")) as [Owned];
    expect(await whatIsLeft(owned)).toBe("port, group, database");
    end(owner);
    await expect.poll(() => whatIsLeft(owned), { timeout: 10_000 }).toBe("");
  } finally {
    owner.kill("SIGKILL");
  }
}

async function whatIsLeft({ port, group, database }: Owned): Promise<string> {
  const left = {
    port: await createListener().isTaken(port),
    group: await isGroupAlive(group),
    database: existsSync(dirname(database)),
  };
  return Object.entries(left)
    .filter(([, isLeft]) => isLeft)
    .map(([name]) => name)
    .join(", ");
}

test("kill -9 of the owner leaves no server, no child of it, no port, no database", async () => {
  await checkNothingLeft((owner) => owner.kill("SIGKILL"));
});

test("Ctrl-C, which reaches the owner's whole group, leaves nothing either", async () => {
  await checkNothingLeft((owner) => process.kill(-(owner.pid ?? Number.NaN), "SIGINT"));
});

test("an owner that is told to end leaves nothing either", async () => {
  await checkNothingLeft((owner) => owner.kill("SIGTERM"));
});

test("a watchdog does not keep its owner alive", async () => {
  const script = `
    const { createWatchdog } = await import(${JSON.stringify(join(import.meta.dirname, "../../src/host/watchdog/watchdog.ts"))});
    await createWatchdog(${JSON.stringify(WATCHDOG_FILE)}).guardFolder("/nowhere/portolan-x");
  `;
  const owner = fork("-e", [script], { execArgv: ["--no-warnings", "--input-type=module"], stdio: "ignore" });
  owner.disconnect();
  expect(await once(owner, "exit")).toEqual([0, null]);
});

test("disposing ends what is still guarded", async () => {
  const folder = await mkdtemp(join(tmpdir(), "portolan-"));
  const watchdog = createWatchdog(WATCHDOG_FILE);
  await watchdog.guardFolder(folder);
  await watchdog.dispose();
  expect(existsSync(folder)).toBe(false);
});

test("a watchdog that was killed is replaced, and the new one knows what is guarded", async () => {
  const folder = await mkdtemp(join(tmpdir(), "portolan-"));
  const watchdog = createWatchdog(WATCHDOG_FILE);
  const before = watchdogsOfThisProcess();
  await watchdog.guardFolder(folder);
  const own = (): readonly number[] => watchdogsOfThisProcess().filter((pid) => !before.includes(pid));
  const [first] = own();
  process.kill(first ?? Number.NaN, "SIGKILL");
  await expect.poll(() => own().filter((pid) => pid !== first), { timeout: 10_000 }).toHaveLength(1);
  expect(existsSync(folder)).toBe(true);
  await watchdog.dispose();
  expect(existsSync(folder)).toBe(false);
});

function watchdogsOfThisProcess(): readonly number[] {
  const { stdout } = spawnSync("pgrep", ["-P", String(process.pid), "-f", "watchdog-main"], { encoding: "utf8" });
  return stdout.split("\n").filter(Boolean).map(Number);
}

test("a folder that is not one of ours is never removed", async () => {
  const folder = await mkdtemp(join(tmpdir(), "precious-"));
  const watchdog = createWatchdog(WATCHDOG_FILE);
  await watchdog.guardFolder(folder);
  await watchdog.dispose();
  expect(existsSync(folder)).toBe(true);
  await rm(folder, { recursive: true });
});

test("what was released is left alone", async () => {
  const folder = await mkdtemp(join(tmpdir(), "portolan-"));
  const watchdog = createWatchdog(WATCHDOG_FILE);
  await watchdog.guardFolder(folder);
  watchdog.releaseFolder(folder);
  await watchdog.dispose();
  expect(existsSync(folder)).toBe(true);
  await rm(folder, { recursive: true });
});

test("a watchdog that cannot be started is named", async () => {
  const watchdog = createWatchdog("/nowhere/watchdog.js");
  await expect(watchdog.guardFolder("/tmp/portolan-x")).rejects.toThrowErrorMatchingInlineSnapshot(
    `[Error: The watchdog /nowhere/watchdog.js ended with code 1 before it was ready.]`,
  );
  await watchdog.dispose();
});
