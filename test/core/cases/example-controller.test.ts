import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { readCaseFile } from "#core/cases/read-case-file.ts";
import { readProject } from "#core/project/read-project.ts";

const EXAMPLE = new URL("../../../examples/controller/", import.meta.url);

it("the example's project and case files are read without findings", () => {
  const names = readdirSync(new URL("cases/", EXAMPLE));
  const cases = names.map((name) => readCaseFile(name, name, readFileSync(new URL(`cases/${name}`, EXAMPLE), "utf8")));
  const project = readProject("portolan.yaml", readFileSync(new URL("portolan.yaml", EXAMPLE), "utf8"));
  expect([project, ...cases].flatMap(({ findings }) => findings)).toEqual([]);
  expect(cases.every((reading) => reading.cases.length + reading.scenarios.length > 0)).toBe(true);
});
