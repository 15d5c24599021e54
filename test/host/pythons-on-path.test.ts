import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { pythonsOnPath } from "#host/processes/pythons-on-path.ts";

it("finds the Pythons that answer, python3 first, and leaves out stand-ins that stand for nothing", async () => {
  const folder = await mkdtemp(join(tmpdir(), "portolan-test-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const programs = {
    "python3.13": "echo Python 3.13.2",
    "python3.12": "echo 'python3.12: command not found' >&2; exit 127",
    python3: "echo Python 3.11.7",
    python: "echo Python 2.7.18",
  };
  for (const [name, script] of Object.entries(programs)) {
    await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`);
    await chmod(join(folder, name), 0o755);
  }
  expect(await pythonsOnPath({ PATH: folder })).toEqual([
    { command: "python3", version: "3.11.7" },
    { command: "python3.13", version: "3.13.2" },
  ]);
});
