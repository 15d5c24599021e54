import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "vitest";

import { createSmallProject } from "../servers/small-project.ts";
import { portolan } from "./example.ts";

test("init prints a project file and writes it only with --write, never over one that is there", async () => {
  await using project = await createSmallProject({ endpoints: [["GET", "/health"]] });
  const file = join(project.folder, "portolan.yaml");
  const before = await readFile(file, "utf8");
  const refused = await portolan(project.folder, ["init", "--write"]);
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("stays as it is")]);
  expect(await readFile(file, "utf8")).toBe(before);

  await rm(file);
  const printed = await portolan(project.folder, ["init"]);
  expect(printed.stdout).toContain("    ready: /health # rust/src/main.rs:1\n");
  await expect(readFile(file)).rejects.toThrow("ENOENT");

  const written = await portolan(project.folder, ["init", "--write"]);
  expect([written.code, written.stderr]).toEqual([1, expect.stringContaining("portolan.yaml was written.")]);
  expect(await readFile(file, "utf8")).toBe(written.stdout);

  const run = await portolan(project.folder, ["check"]);
  expect(run.code).toBe(2);
  expect(run.stdout + run.stderr).toContain("This is to be filled in by you: how it takes the port");
});
