import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { createIndex } from "#core/index/create-index.ts";
import { readRoutes } from "#core/index/read-routes.ts";
import type { RouteRow } from "#core/model/route-row.ts";
import { createInlineReaders } from "#core/sources/inline-readers.ts";
import { SOURCE_LANGUAGES } from "#core/sources/source-languages.ts";
import { createSyntax } from "#core/syntax/create-syntax.ts";
import { createFiles } from "#host/files/files.ts";
import { createGrammars } from "#host/readers/grammars.ts";

const root = fileURLToPath(new URL("../../fixtures/routes", import.meta.url));
const readers = createInlineReaders(createSyntax(createGrammars()));
const languages = SOURCE_LANGUAGES;

/** One row a line: what a person would check, in the order of `portolan routes`. */
function lineOf(row: RouteRow): string {
  const marks = [
    row.implicit && "implicit",
    row.unmounted && "unmounted",
    row.conditional !== undefined && `if ${row.conditional}`,
    row.unresolved && `unresolved: ${row.unresolved.join("; ")}`,
  ].filter(Boolean);
  const shown = marks.map((mark) => ` [${mark}]`).join("");
  return `${row.framework} ${row.kind} ${row.method} ${row.path} -> ${row.handler ?? "?"} ${row.file}:${row.line}${shown}`;
}

async function checkFixture(name: string): Promise<string> {
  const files = createFiles(`${root}/${name}`);
  const rows = await readRoutes({ files, readers, languages, folder: "" });
  const layout = { folders: { python: "", rust: "" } };
  const { findings } = await createIndex({ files, readers, languages, layout }).snapshot();
  const found = findings.map(({ code, place, facts }) => {
    const where = place ? ` ${place.file}:${place.range.start.line + 1}:${place.range.start.character + 1}` : "";
    return `finding ${code}${where} ${Object.values(facts).join(", ")}`;
  });
  return `${[...rows.map(lineOf), ...found].join("\n")}\n`;
}

describe("every fixture gives exactly the routes that are expected", () => {
  test.each(readdirSync(root).toSorted())("%s", async (name) => {
    await expect(await checkFixture(name)).toMatchFileSnapshot(`${root}/${name}/expected.txt`);
  });
});
