import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { createSmallProject } from "../servers/small-project.ts";
import { portolan } from "./example.ts";

test("a Rust server in a repository of its own is read and run where it lies", async () => {
  await using project = await createSmallProject();
  const beside = `${project.folder}-rust`;
  await rename(join(project.folder, "rust"), beside);
  onTestFinished(() => rm(beside, { recursive: true }));
  const file = join(project.folder, "portolan.yaml");
  const text = await readFile(file, "utf8");
  await writeFile(file, text.replace("folder: rust", `folder: ../${basename(beside)}`));

  const ledger = await portolan(project.folder, ["ledger"]);
  expect(ledger.stdout).toMatch(/ported +GET +\/nodes/);
  const run = await portolan(project.folder, ["check"]);
  expect([run.code, run.stdout]).toEqual([0, expect.stringContaining("1 endpoint: 1 verified")]);
});
