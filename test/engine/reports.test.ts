import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Ajv } from "ajv";
import { expect, onTestFinished, test } from "vitest";

import { driftProject, example, portolan, root } from "./example.ts";

test("one run writes every report; none carries a secret, and the JSON is as its published schema says", async () => {
  const folder = mkdtempSync(join(tmpdir(), "portolan-reports-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const files = { json: "run.json", junit: "run.xml", sarif: "run.sarif", markdown: "run.md", html: "run.html" };
  const reports = Object.entries(files).flatMap(([kind, file]) => ["--report", `${kind}=${join(folder, file)}`]);
  const args = [
    "check",
    "--no-save",
    "--project",
    driftProject(),
    "--milestone",
    "nodes",
    "--report",
    "github=-",
    ...reports,
  ];
  const { code, stdout } = await portolan(example, args, { CORE_DRIFTS: "utc-offset" });
  expect(code).toBe(1);
  expect(stdout.match(/The same moment/g)).toHaveLength(2);
  expect(stdout).toMatch(/^::error file=(?:examples\/controller\/)?core-server-rs\/src\/\S+\.rs,line=\d+/m);
  expect(readdirSync(folder).toSorted()).toEqual(Object.values(files).toSorted());

  const textOf = (file: string): string => readFileSync(join(folder, file), "utf8");
  for (const file of Object.values(files)) {
    expect(textOf(file), file).toContain("created_at");
    expect(textOf(file), file).not.toContain("harbour-master");
  }
  const schema = JSON.parse(readFileSync(join(root, "media/portolan-run.schema.json"), "utf8"));
  const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);
  validate(JSON.parse(textOf(files.json)));
  expect(validate.errors ?? []).toEqual([]);
});
