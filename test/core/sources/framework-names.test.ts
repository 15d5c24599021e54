import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const core = join(import.meta.dirname, "../../../src/core");

const NAMES = /fastapi|starlette|flask|aiohttp|axum|\bloco|rocket/i;

/** Where a framework may be named beside its own folder, and why. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  "gaps/": "what a framework writes and another does not is what the hints are about",
  "stubs/": "handlers are written for axum, which is the one framework that they are written for",
  "gates/contract/normal-form.ts": "what documents of different makers mean alike, with who writes what",
};

test("a framework is named in its own folder, in the registry, and where an exception says why", () => {
  const files = readdirSync(core, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  const named = files.filter((file) => NAMES.test(readFileSync(join(core, file), "utf8")));
  const elsewhere = named.filter((file) => !/^sources\/(?:python|rust)\/frameworks\//.test(file));
  const isExcepted = (file: string): boolean => Object.keys(EXCEPTIONS).some((each) => file.startsWith(each));
  expect(elsewhere.filter((file) => !isExcepted(file))).toEqual([]);
  // An exception that nothing needs any more goes.
  expect(Object.keys(EXCEPTIONS).filter((each) => !elsewhere.some((file) => file.startsWith(each)))).toEqual([]);
});

test("within the folders of frameworks only the registry names them all", () => {
  for (const language of ["python", "rust"]) {
    const folder = join(core, "sources", language, "frameworks");
    const shared = readdirSync(folder).filter((file) => file.endsWith(".ts") && file !== "registry.ts");
    for (const file of shared) expect(readFileSync(join(folder, file), "utf8")).not.toMatch(NAMES);
  }
});
