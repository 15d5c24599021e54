import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { expect, test } from "vitest";

const SQLITE = join(import.meta.dirname, "../../../src/host/databases/sqlite/sqlite.ts");

test("SQLite's own warning is swallowed, and no other", () => {
  const script = `
    const { loadSqlite } = await import(${JSON.stringify(SQLITE)});
    new (loadSqlite().DatabaseSync)(":memory:").close();
    process.emitWarning("something else");
  `;
  const { stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
  expect(stderr).not.toContain("SQLite");
  expect(stderr).toContain("Warning: something else");
});
