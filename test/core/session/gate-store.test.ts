import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";

import type { GateResult } from "#core/model/gates/gate.ts";
import { keepGates, keptGates } from "#core/session/kept/gate-store.ts";
import { createFileLocks } from "#host/files/file-locks.ts";
import { createFiles } from "#host/files/files.ts";

const result = (name: string, kind: "passed" | "failed"): GateResult => {
  return { name, outcome: { kind }, checked: ["something"], findings: [] };
};

test("what gates came to stays beside what others came to, and a broken file counts as empty", async () => {
  const root = await mkdtemp(join(tmpdir(), "portolan-kept-"));
  const ports = { files: createFiles(root), locks: createFileLocks(root) };
  const shown = async (): Promise<readonly string[]> =>
    [...(await keptGates(ports))].map(([name, { at, result: kept }]) => `${name} ${kept.outcome.kind} ${at}`);
  try {
    expect(await shown()).toEqual([]);
    await keepGates(ports, [result("schema", "failed"), result("client", "passed")], "2026-01-01T00:00:00.000Z");
    await keepGates(ports, [result("schema", "passed")], "2026-01-02T00:00:00.000Z");
    expect(await shown()).toEqual(["client passed 2026-01-01T00:00:00.000Z", "schema passed 2026-01-02T00:00:00.000Z"]);
    expect(await readFile(join(root, ".portolan/.gitignore"), "utf8")).toBe("*\n");
    await writeFile(join(root, ".portolan/gates.json"), '{ "version": 1, "gates": [{ "at": 3 }, null] }');
    expect(await shown()).toEqual([]);
    await writeFile(join(root, ".portolan/gates.json"), "{");
    expect(await shown()).toEqual([]);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
});
