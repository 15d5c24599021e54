import { execFile } from "node:child_process";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import { describe, expect, test } from "vitest";

import { SMALL_CRATE } from "../core/stubs/small-crate.ts";
import { stubProject } from "../core/stubs/stub-project.ts";
import { example } from "./example.ts";

const CRATE = join(example, "core-server-rs");

/** Packages are compiled once for the example and these crates. */
const CARGO = { CARGO_TARGET_DIR: join(CRATE, "target"), CARGO_TERM_COLOR: "never" };

/** The packages are compiled anew where other features of them are asked for than in the example. */
const COMPILE_LIMIT_MS = 600_000;

/** Writes the stubs of some endpoints one after the other; the crate has to compile after each, and the ledger to know it. */
async function check(from: string | typeof SMALL_CRATE, crate: string, endpoints: readonly string[]): Promise<void> {
  await using project = await stubProject(from);
  // The same versions, which are there already.
  if (typeof from !== "string") await copyFile(join(CRATE, "Cargo.lock"), join(project.folder, crate, "Cargo.lock"));
  for (const endpoint of endpoints) {
    await project.apply(await project.stub(endpoint));
    await promisify(execFile)("cargo", ["check", "--quiet"], {
      cwd: join(project.folder, crate),
      env: { ...process.env, ...CARGO },
    });
    expect(await project.statusOf(endpoint)).toBe("stub");
  }
}

describe("a Rust handler to begin with compiles", () => {
  test("as a module of its own, in the example", async () => {
    await check(example, "core-server-rs", ["GET /api/reports/fleet"]);
  });

  test("in one router and one file of handlers, several of them", { timeout: COMPILE_LIMIT_MS }, async () => {
    await check(SMALL_CRATE, "server-rs", ["POST /orders/{order_id}/parts/{number}", "DELETE /orders/{order_id}"]);
  });
});
