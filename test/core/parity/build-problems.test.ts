import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";

import { placeText } from "#core/model/place.ts";

import { caseOf } from "./case-of.ts";
import { createHarness } from "./harness.ts";

// A real compiler on a machine that is busy with others.
vi.setConfig({ testTimeout: 120_000 });

test("an error of cargo is told at its place, and the sentence of the run begins with it", async () => {
  await using harness = await createHarness();
  await mkdir(join(harness.root, "rust/src"));
  await writeFile(
    join(harness.root, "rust/Cargo.toml"),
    '[package]\nname = "small"\nversion = "0.1.0"\nedition = "2021"\n',
  );
  await writeFile(join(harness.root, "rust/src/main.rs"), "mod nodes;\nfn main() { nodes::show(); }\n");
  await writeFile(
    join(harness.root, "rust/src/nodes.rs"),
    'pub fn show() {\n    let id: u64 = "seven";\n    drop(id);\n}\n',
  );
  const events = await harness.run({
    cases: [caseOf("GET", "/nodes")],
    project: harness.project({ rust: { build: "cargo build --offline" } }),
  });
  const problems = events.flatMap((event) => (event.kind === "build-problem" ? [event.problem] : []));
  expect(problems.map(({ code, place, message }) => `${placeText(place)} ${code} ${message}`)).toEqual([
    "rust/src/nodes.rs:2:19 E0308 mismatched types: expected `u64`, found `&str`",
  ]);
  const printed = events.flatMap((event) => (event.kind === "output" && event.side === "rust" ? [event.text] : []));
  expect(printed[0]).toBe("Building with: cargo build --message-format=json --offline");
  expect(printed.join("\n")).toContain("--> src/nodes.rs:2:19");
  expect(printed.join("\n")).not.toContain('"reason"');
  const last = events.at(-1);
  expect(last?.kind === "ended" && last.outcome.kind === "failed" && last.outcome.reason).toMatch(
    /^The build of the Rust server failed: `cargo build --offline` in rust ended with code 101\. rust\/src\/nodes\.rs:2:19: mismatched types: expected `u64`, found `&str` \(E0308\)\. It printed last:\n/,
  );
});

test("a check that fails ends the run at once, and nothing is built", async () => {
  await using harness = await createHarness();
  await mkdir(join(harness.root, "rust"), { recursive: true });
  const check = "echo 'app.py:3: error: no such name' >&2; exit 1";
  const run = { cases: [caseOf("GET", "/nodes")] };
  const failed = await harness.run({ ...run, project: harness.project({ rust: { check, build: "touch built" } }) });
  const steps = failed.flatMap((event) => (event.kind === "preparing" ? [`${event.side} ${event.step}`] : []));
  expect(steps).toEqual(["rust check"]);
  const last = failed.at(-1);
  expect(last?.kind === "ended" && last.outcome.kind === "failed" && last.outcome.reason).toMatch(
    /^The check of the Rust server failed: `echo .*` in rust ended with code 1\./,
  );
  expect(existsSync(join(harness.root, "rust/built"))).toBe(false);
  const passed = await harness.run({
    ...run,
    project: harness.project({ rust: { check: "true", build: "touch built" } }),
  });
  expect(passed.at(-1)).toMatchObject({ outcome: { kind: "completed" } });
  expect(existsSync(join(harness.root, "rust/built"))).toBe(true);
});
