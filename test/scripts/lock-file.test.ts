import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

const root = dirname(dirname(import.meta.dirname));
const read = (name: string): unknown => JSON.parse(readFileSync(join(root, name), "utf8"));

test("the lock file was made from this package.json", () => {
  expect(read("package-lock.json")).toMatchObject({
    packages: {
      "": { devDependencies: (read("package.json") as { readonly devDependencies: object }).devDependencies },
    },
  });
});

test("every package has an exact version, so that two installations are the same", () => {
  const { devDependencies } = read("package.json") as { readonly devDependencies: Readonly<Record<string, string>> };
  expect(Object.values(devDependencies).filter((version) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))).toEqual([]);
});
