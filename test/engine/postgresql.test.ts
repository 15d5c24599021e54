import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { ALL_VERIFIED, driftProject, example, portolan } from "./example.ts";

/** The example on PostgreSQL: of the machine, or of the package in node_modules. */
function projectFile(of = "portolan.yaml"): string {
  const file = join(example, "portolan.postgresql.yaml");
  const text = readFileSync(join(example, of), "utf8");
  writeFileSync(file, text.replace(/^ {2}engine: sqlite$/m, "  engine: postgresql"));
  onTestFinished(() => rmSync(file));
  return file;
}

test("on PostgreSQL too all ported endpoints match, and nothing is left running", async () => {
  const { code, stdout, survivors } = await portolan(example, ["check", "--no-save", "--project", projectFile()]);
  expect(stdout).toMatch(ALL_VERIFIED);
  expect(code).toBe(0);
  expect(survivors).toEqual([]);
});

test("there too a row that is stored wrong is found", async () => {
  const args = ["check", "--no-save", "--project", projectFile(driftProject()), "POST /api/nodes"];
  const { code, stdout } = await portolan(example, args, { CORE_DRIFTS: "config-unsaved" });
  expect(stdout).toMatch(/in the database at \/nodes\/inserted\/\S*config/);
  expect(code).toBe(1);
});
