import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { example, portolan, root } from "../example.ts";

const PYTHON = join(example, "core-server/.venv/bin/python");

/** What the tests need beside the example's own packages; they stay out of its environment. */
const PACKAGES = join(root, ".cache/python-tests");

function installPytest(): void {
  if (existsSync(join(PACKAGES, "pytest")) && existsSync(join(PACKAGES, "httpx2"))) return;
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", PACKAGES];
  execFileSync(PYTHON, [...pip, "pytest==9.2.0", "httpx2==2.16.2"]);
}

/** A project file beside the example's own, with a folder of cases that nobody else uses. */
function projectFile(): { readonly file: string; readonly cases: string } {
  const file = join(example, "portolan.recording-tests.yaml");
  const cases = ".portolan/recorded-tests-cases";
  const recorded = ".portolan/recorded";
  const text = readFileSync(join(example, "portolan.yaml"), "utf8");
  writeFileSync(file, text.replace("cases: cases", `cases: ${cases}`));
  const paths = [join(example, cases), join(example, recorded)];
  for (const path of paths) rmSync(path, { recursive: true, force: true });
  onTestFinished(() => {
    for (const path of [file, ...paths]) rmSync(path, { recursive: true, force: true });
  });
  return { file, cases: join(example, cases) };
}

test("what pytest sends by Starlette's client and by httpx's transport becomes cases; what only the tests' database has is a precondition", async () => {
  installPytest();
  const { file, cases } = projectFile();
  const tests = join(root, "test/fixtures/recording/test_nodes.py");
  const command = [PYTHON, "-m", "pytest", "-q", "-p", "no:cacheprovider", tests];
  const environment = { PYTHONPATH: `${PACKAGES}:${join(example, "core-server")}`, PYTHONDONTWRITEBYTECODE: "1" };

  const refused = await portolan(example, ["cases", "record", "--project", file, "--", ...command], environment);
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("Nothing was run")]);

  const args = ["cases", "record", "--yes", "--project", file, "--", ...command];
  const recording = await portolan(example, args, environment);
  expect(recording.stderr).toContain("3 passed");
  expect([recording.code, recording.stdout]).toEqual([0, expect.stringContaining("tests.yaml: 6 requests")]);
  expect(recording.survivors).toEqual([]);

  const accepted = await portolan(example, ["cases", "accept", "tests", "--project", file]);
  expect([accepted.code, accepted.stderr]).toEqual([0, ""]);
  const text = readFileSync(join(cases, "tests.yaml"), "utf8");
  expect(text).not.toContain("harbour-master");
  expect(text).toContain("test_nodes.py::test_create_and_delete");

  const check = await portolan(example, ["check", "--no-save", "--project", file, "--verbose"]);
  expect(check.stdout).toContain("test_create_and_delete");
  expect(check.stdout).toMatch(/precondition/);
  expect(check.code).toBe(1);
});
