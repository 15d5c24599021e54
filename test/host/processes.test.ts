import { expect, test, vi } from "vitest";

import type { OwnedProcess } from "#core/ports.ts";
import { createListener } from "#host/http/listener.ts";
import { runningMembers } from "#host/processes/proc.ts";
import { createProcesses, type ProcessesOptions } from "#host/processes/processes.ts";
import { systemAbilities } from "#host/processes/system-abilities.ts";
import type { Watchdog } from "#host/watchdog/watchdog.ts";

import { ownWatchdog, RELAY_FILE } from "./own-watchdog.ts";

// Real processes on a machine that is busy with others.
vi.setConfig({ testTimeout: 30_000 });

const ROOT = import.meta.dirname;

function optionsWith(watchdog: Watchdog): ProcessesOptions {
  return { watchdog, relayFile: RELAY_FILE, abilities: systemAbilities() };
}

/** Runs a command line to its end: how it ended, and what it wrote. */
async function runToEnd(line: string, environment: Record<string, string> = {}): Promise<string> {
  await using watchdog = ownWatchdog();
  const pieces: string[] = [];
  const owned = await createProcesses(ROOT, optionsWith(watchdog)).start(
    { line, folder: ".", world: { kind: "caller" }, environment },
    (text) => pieces.push(text),
  );
  const { code, signal } = await owned.exited;
  expect(owned.lastOutput()).toBe(pieces.join("\n"));
  return `${code ?? signal}: ${owned.lastOutput()}`;
}

/** Starts a command line, hands over when it has printed something, and returns what it printed. */
async function withRunning(line: string, use: (owned: OwnedProcess, printed: string) => Promise<void>): Promise<void> {
  await using watchdog = ownWatchdog();
  const processes = createProcesses(ROOT, optionsWith(watchdog));
  const { promise: printed, resolve: tell } = Promise.withResolvers<string>();
  const owned = await processes.start({ line, folder: ".", world: { kind: "caller" }, environment: {} }, tell);
  try {
    await use(owned, await printed);
  } finally {
    await processes.dispose();
  }
}

test("output comes in whole lines, from both streams, the last one without its end too", async () => {
  const said = await runToEnd("printf 'a\\nS\\303'; printf '\\274d\\nlast' ; exit 3");
  expect(said).toBe("3: a\nSüd\nlast");
  expect(await runToEnd("echo to-stderr >&2")).toBe("0: to-stderr");
});

test("variables are given, and what an editor put there for itself is not", async () => {
  const foreign = { ELECTRON_RUN_AS_NODE: "1", VSCODE_IPC_HOOK: "/tmp/hook", NODE_OPTIONS: "--no-warnings" };
  Object.assign(process.env, foreign);
  try {
    const said = await runToEnd('echo "$OWN/$ELECTRON_RUN_AS_NODE/$VSCODE_IPC_HOOK/$NODE_OPTIONS/${PATH:+path}"', {
      OWN: "yes",
    });
    expect(said).toBe("0: yes////path");
  } finally {
    for (const name of Object.keys(foreign)) Reflect.deleteProperty(process.env, name);
  }
});

test("standard input is empty", async () => {
  expect(await runToEnd("cat; echo done")).toBe("0: done");
});

test("only the last output is kept", async () => {
  await using watchdog = ownWatchdog();
  const line = "seq 1 20000";
  const owned = await createProcesses(ROOT, optionsWith(watchdog)).start(
    { line, folder: ".", world: { kind: "caller" }, environment: {} },
    () => undefined,
  );
  await owned.exited;
  expect(owned.lastOutput().length).toBeLessThan(17_000);
  expect(owned.lastOutput().endsWith("\n19999\n20000")).toBe(true);
});

test("disposing ends the whole group, grandchildren included", async () => {
  await withRunning("sh -c 'sleep 61 & echo $!; wait' & wait", async (owned, grandchild) => {
    expect(await runningMembers(owned.pid)).toContain(Number(grandchild));
    await owned.dispose();
    expect(await runningMembers(owned.pid)).toEqual([]);
    expect(await owned.exited).toEqual({ code: null, signal: "SIGTERM" });
    await owned.dispose();
  });
});

test("what does not take SIGTERM is killed after a grace", async () => {
  await withRunning("trap '' TERM; echo up; while :; do sleep 61; done", async (owned) => {
    await owned.dispose();
    expect(await owned.exited).toEqual({ code: null, signal: "SIGKILL" });
  });
});

test("what a command leaves in its group ends with it", async () => {
  await withRunning("sleep 61 & echo $!", async (owned) => {
    expect(await owned.exited).toEqual({ code: 0, signal: null });
    expect(await runningMembers(owned.pid)).toEqual([]);
  });
});

test("whether a port is a group's own", async () => {
  const listener = createListener();
  const [own, other] = [await listener.freePort(), await listener.freePort()];
  const server = `require("http").createServer().listen(${own}, "127.0.0.1", () => console.log("up"))`;
  await withRunning(`"${process.execPath}" -e '${server}'`, async (owned) => {
    expect(await owned.listensOn(own)).toBe("yes");
    expect(await owned.listensOn(other)).toBe("no");
    expect([await listener.isTaken(own), await listener.isTaken(other)]).toEqual([true, false]);
  });
});

test("a folder that is missing is named", async () => {
  await using watchdog = ownWatchdog();
  const started = createProcesses(ROOT, optionsWith(watchdog)).start(
    { line: "cargo build", folder: "core-server-rs", world: { kind: "caller" }, environment: {} },
    () => undefined,
  );
  await expect(started).rejects.toThrowErrorMatchingInlineSnapshot(
    `[UserError: The folder core-server-rs, in which \`cargo build\` should run, does not exist; correct it in portolan.yaml.]`,
  );
});
