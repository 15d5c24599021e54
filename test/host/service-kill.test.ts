import { fork } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";

import { expect, onTestFinished, test, vi } from "vitest";

import { createListener } from "#host/http/listener.ts";

import { WATCHDOG_FILE } from "./own-watchdog.ts";

// Real processes on a machine that is busy with others.
vi.setConfig({ testTimeout: 60_000 });

test("kill -9 leaves no service and no folder for files", async () => {
  const file = join(import.meta.dirname, "other-process/owns-service.ts");
  const owner = fork(file, [WATCHDOG_FILE], { execArgv: ["--no-warnings"], detached: true });
  onTestFinished(() => void owner.kill("SIGKILL"));
  const [made] = (await once(owner, "message")) as [{ readonly port: number; readonly folders: readonly string[] }];
  const whatIsLeft = async (): Promise<readonly string[]> => [
    ...((await createListener().isTaken(made.port)) ? ["port"] : []),
    ...made.folders.filter((folder) => existsSync(folder)).map(() => "folder"),
  ];
  expect(await whatIsLeft()).toEqual(["port", "folder", "folder"]);
  owner.kill("SIGKILL");
  await expect.poll(whatIsLeft, { timeout: 30_000 }).toEqual([]);
});
