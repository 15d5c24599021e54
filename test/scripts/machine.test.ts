import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

import { missingTools, toolProblem, TOOLS } from "../../scripts/machine.ts";

const root = dirname(dirname(import.meta.dirname));

test("a tool that is too old is told with what to do", () => {
  expect(toolProblem(TOOLS.rust, { status: 0, output: "rustc 1.80.1 (3f5fd8dd4 2024-08-06)" })).toBe(
    "`rustc` is version 1.80.1, and 1.95 or newer is needed: run `rustup update`, or get a newer one from rustup.rs.",
  );
  expect(toolProblem(TOOLS.python3, { status: 0, output: "Python 3.9.2" })).toBe(
    "`python3` is version 3.9.2, and 3.11 or newer is needed: get a newer one from python.org or your system's packages, and let `python3` be that one.",
  );
});

test("a tool that is not there, or a Python without venv, is told with where to get it", () => {
  expect(toolProblem(TOOLS.rust, { status: null, output: null })).toBe(TOOLS.rust.missing);
  expect(toolProblem(TOOLS.python3, { status: 1, output: "Python 3.13.1" })).toBe(TOOLS.python3.missing);
});

test("the oldest version that will do, and any newer one, has no problem", () => {
  const printed = ["rustc 1.95.0 (59807616e)", "rustc 1.100.0-nightly (abc)", "rustc 2.0.0"];
  expect(printed.map((output) => toolProblem(TOOLS.rust, { status: 0, output }))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(missingTools(["python3", "rust"])).toEqual([]);
});

test("the numbers are those of the example and of the README", () => {
  const read = (file: string): string => readFileSync(join(root, file), "utf8");
  const example = "examples/controller";
  expect(read(`${example}/core-server-rs/Cargo.toml`)).toContain(`rust-version = "${TOOLS.rust.least}"`);
  expect(read(`${example}/core-server-rs/rust-toolchain.toml`)).toContain(`channel = "${TOOLS.rust.least}.0"`);
  expect(read(`${example}/core-server/pyproject.toml`)).toContain(`requires-python = ">=${TOOLS.python3.least}"`);
  const needs = `Python ${TOOLS.python3.least} or newer (with venv) and [Rust](https://rustup.rs) ${TOOLS.rust.least} or newer`;
  expect(read("README.md")).toContain(needs);
});
