import { expect, test } from "vitest";
import { createIndex } from "#core/index/create-index.ts";
import { createReaders, languages } from "#core/session/languages.ts";
import { createGrammars } from "#host/readers/grammars.ts";
import { memoryFiles } from "../../fixtures/project/memory-files.ts";

const readers = createReaders(createGrammars());

test("a change of a file that the contract's references lead to is seen, also when it comes or goes", async () => {
  const files = memoryFiles({
    "api/openapi.yaml": "openapi: 3.1.0\npaths: { /a: { $ref: ../paths.yaml#/a }, /b: { $ref: late.yaml#/b } }",
    "paths.yaml": "a: { get: {} }",
  });
  const index = createIndex({ files, readers, languages, layout: { folders: {}, contract: "api/openapi.yaml" } });
  const shown = async () => {
    const { operations, findings } = await index.snapshot();
    return [...operations.map(({ key }) => key), ...findings.map(({ code }) => code)].join(", ");
  };
  expect(await shown()).toBe("GET /a, contract-reference-missing");
  index.change("paths.yaml", "a: { post: { $ref: '#/none' }, put: {} }");
  expect(await shown()).toBe("POST /a, PUT /a, contract-reference-missing");
  index.change("api/late.yaml", "b: { get: {} }");
  expect(await shown()).toBe("POST /a, PUT /a, GET /b");
  index.change("paths.yaml");
  expect(await shown()).toBe("GET /a, GET /b");
  const before = await index.snapshot();
  index.change("unrelated.yaml", "x: 1");
  expect((await index.snapshot()).operations === before.operations).toBe(true);
});
