import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { createSmallProject } from "../servers/small-project.ts";
import { portolan } from "./example.ts";

test.each([
  ["a file", (folder: string) => writeFileSync(join(folder, ".portolan"), "")],
  ["a folder", (folder: string) => mkdirSync(join(folder, ".portolan/verdicts.json"), { recursive: true })],
])("where %s stands where verdicts go, all is printed and written, and one warning tells it", async (_, make) => {
  await using project = await createSmallProject();
  make(project.folder);
  const { code, stdout, stderr } = await portolan(project.folder, ["check", "--report", "json=run.json"]);
  expect(stdout).toContain("1 of 1 case match");
  expect(stdout.match(/warning: The verdicts of this run could not be saved/g)).toHaveLength(1);
  expect(stderr).not.toContain("    at ");
  expect(JSON.parse(readFileSync(join(project.folder, "run.json"), "utf8"))).toMatchObject({
    outcome: { kind: "completed" },
    totals: { cases: { match: 1 } },
    findings: [{ code: "verdicts-not-saved" }],
  });
  expect(code).toBe(0);
});

test("two checks at once both save their verdicts", async () => {
  const endpoints = [
    ["GET", "/nodes"],
    ["GET", "/last"],
  ] as const;
  await using project = await createSmallProject({ endpoints });
  await Promise.all(endpoints.map(([method, path]) => portolan(project.folder, ["check", `${method} ${path}`])));
  const text = readFileSync(join(project.folder, ".portolan/verdicts.json"), "utf8");
  expect(text).toContain('"GET /nodes"');
  expect(text).toContain('"GET /last"');
});
