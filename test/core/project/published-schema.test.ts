import { parse } from "yaml";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { caseSchemaText } from "#core/cases/case-format.ts";
import { projectSchemaText } from "#core/project/project-format.ts";
import { exampleProject } from "../../fixtures/project/example-project.ts";

/** The committed files are what editors get; `vitest run -u` writes them anew after the format has changed. */
describe("the published schema", () => {
  it("of the project file is the format's", async () => {
    await expect(projectSchemaText()).toMatchFileSnapshot("../../../media/portolan.schema.json");
  });

  it("of case files is the format's", async () => {
    await expect(caseSchemaText()).toMatchFileSnapshot("../../../media/portolan-cases.schema.json");
  });

  it("takes the project file that uses every key, and refuses one with a wrong value", () => {
    const isValid = new Ajv({ allowUnionTypes: true }).compile(JSON.parse(projectSchemaText()));
    expect([isValid(parse(exampleProject)), isValid.errors]).toEqual([true, null]);
    expect(isValid(parse(exampleProject.replace("GET /healthz", "/healthz")))).toBe(false);
  });
});
