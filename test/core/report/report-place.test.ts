import { expect, test } from "vitest";

import { pathInRepository } from "#core/report/findings/report-place.ts";

test.each([
  ["", "src/main.rs", "src/main.rs"],
  ["examples/controller/", "src/main.rs", "examples/controller/src/main.rs"],
  ["examples/controller/", "../shared/a.rs", "examples/shared/a.rs"],
  ["", "../outside.rs", "../outside.rs"],
])("from %j the file %j is %j", (folder, file, path) => {
  expect(pathInRepository(folder, file)).toBe(path);
});
