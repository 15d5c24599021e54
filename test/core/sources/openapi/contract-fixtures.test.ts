import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { readWithReferences } from "#core/index/read-with-references.ts";
import { placeText } from "#core/model/place.ts";
import { findingText } from "#core/report/findings/finding-text.ts";
import { createInlineReaders } from "#core/sources/inline-readers.ts";
import { createSyntax } from "#core/syntax/create-syntax.ts";
import { createFiles } from "#host/files/files.ts";
import { createGrammars } from "#host/readers/grammars.ts";

const root = fileURLToPath(new URL("../../../fixtures/contract", import.meta.url));
const readers = createInlineReaders(createSyntax(createGrammars()));

/** Operations with what is in them, webhooks, files that it depends on, findings: a line each. */
async function checkFixture(name: string): Promise<string> {
  const files = createFiles(`${root}/${name}`);
  const names = await files.list(".", [".yaml", ".yml", ".json"]);
  const file = names.find((each) => each.startsWith("openapi.")) ?? "";
  const contract = { file, text: (await files.read(file)) ?? "" };
  const { facts, files: depends } = await readWithReferences(
    readers,
    contract,
    (other) => files.read(other),
    () => undefined,
  );
  if (facts.language !== "openapi") throw new Error(`${file} was read as something else`);
  const operations = facts.operations.flatMap((operation) => {
    const { method, path, operationId = "?", place, basePaths, statuses, tags, isDeprecated, body } = operation;
    const marks = [
      basePaths && `below ${basePaths.map((base) => base || "/").join(" or ")}`,
      `answers ${statuses.join(", ") || "nothing"}`,
      tags.length > 0 && `tagged ${tags.join(", ")}`,
      isDeprecated && "deprecated",
    ];
    return [
      `${method} ${path} ${operationId} at ${placeText(place)}; ${marks.filter(Boolean).join("; ")}`,
      ...operation.parameters.map(
        ({ name: own, in: location, exampleText = "none", place: at }) =>
          `  ${location} ${own} = ${exampleText} at ${placeText(at)}`,
      ),
      ...(body ? [`  body ${body.mediaType} = ${body.exampleText ?? "none"}`] : []),
    ];
  });
  const webhooks = facts.webhooks.map(
    ({ name: own, method, operationId = "?", place }) =>
      `webhook ${method} ${own} ${operationId} at ${placeText(place)}`,
  );
  const found = facts.findings.map((finding) => {
    const where = finding.place ? placeText(finding.place) : "?";
    return `${finding.severity} ${finding.code} at ${where}: ${findingText(finding)}`;
  });
  return `${[...operations, ...webhooks, `files ${[...depends].join(", ")}`, ...found].join("\n")}\n`;
}

describe("every contract gives exactly what is expected", () => {
  const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  test.each(folders.map(({ name }) => name).toSorted())("%s", async (name) => {
    await expect(await checkFixture(name)).toMatchFileSnapshot(`${root}/${name}/expected.txt`);
  });
});
