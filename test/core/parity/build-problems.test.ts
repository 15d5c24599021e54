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
