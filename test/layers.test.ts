import { readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect, test } from "vitest";
import { LAYERS } from "../layers.ts";

const src = join(dirname(import.meta.dirname), "src");

/** Source files as the table names layers: `core/compare/array/hash.ts`. */
const files = readdirSync(src, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
  .map((entry) => relative(src, join(entry.parentPath, entry.name)));

test("every source file belongs to a layer of the table", () => {
  const homeless = files.filter(
    (file) => !LAYERS.some(({ name }) => file === `${name}.ts` || file.startsWith(`${name}/`)),
  );
  expect(homeless).toEqual([]);
});

test("no file lies deeper in its layer than the linter's patterns reach", () => {
  const depths = files.map((file) => {
    const layer = LAYERS.find(({ name }) => file.startsWith(`${name}/`));
    return layer === undefined ? 0 : file.slice(layer.name.length + 1).split("/").length;
  });
  expect(Math.max(...depths)).toBeLessThanOrEqual(4);
});

test("rows name only layers that are there", () => {
  const names = new Set(["core", ...LAYERS.map(({ name }) => name)]);
  expect(LAYERS.flatMap(({ mayImport }) => mayImport).filter((name) => !names.has(name))).toEqual([]);
});
