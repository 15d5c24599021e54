import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "portolan-compare-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs `portolan compare` in a folder with these files, and gives its exit code and what it printed. */
function checkCommand(files: Readonly<Record<string, string | Buffer>>, ...args: readonly string[]): string {
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  const main = join(import.meta.dirname, "../../src/cli/main.ts");
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, "compare", ...args], {
    cwd: folder,
    encoding: "utf8",
  });
  return `exit ${status}\n${stdout}${stderr}`.trimEnd();
}

test("exit 0 where they match, 1 where they differ", () => {
  const files = { "a.json": '{"a": 1.0}', "b.json": '{ "a": 1.0 }', "c.json": '{"a": 1}' };
  expect(checkCommand(files, "a.json", "b.json")).toMatchInlineSnapshot(`
    "exit 0
    match: 0 differences; 2 of 2 values compared (100 %), 0 ignored, 0 loosened"
  `);
  expect(checkCommand(files, "a.json", "c.json")).toMatchInlineSnapshot(`
    "exit 1
    type /a changed
      left   1.0
      right  1
      why    Python writes a float, Rust an integer: make the field \`f64\`.

    differ: 1 difference; 2 of 2 values compared (100 %), 0 ignored, 0 loosened"
  `);
});

test("exit 2 where they cannot be compared", () => {
  expect(checkCommand({ "a.json": "1" }, "a.json", "missing.json")).toMatchInlineSnapshot(`
    "exit 2
    There is no file missing.json."
  `);
  expect(checkCommand({ "a.json": "1", "rules.yaml": "- path: $.a" }, "a.json", "a.json", "--rules", "rules.yaml"))
    .toMatchInlineSnapshot(`
    "exit 2
    3 findings
      rules.yaml:1:3: error: \`endpoint\` is missing.
      rules.yaml:1:3: error: \`allow\` is missing.
      rules.yaml:1:3: error: A rule needs a \`reason\`: why may the value differ?"
  `);
});

test("bytes are compared as bytes", () => {
  const files = { "a.bin": Buffer.from([0xff, 1, 2]), "b.bin": Buffer.from([0xff, 1, 3]) };
  expect(checkCommand(files, "a.bin", "b.bin")).toMatchInlineSnapshot(`
    "exit 1
    value the whole body changed
      left   3 bytes, SHA-256 ca66882b2aacc5b00b7b59c586b283c3f885714499323f726d32c0799df1e3dc; 0x02 at byte 2
      right  3 bytes, SHA-256 8e0b861b55ff00b68959ea02dd2b2ea1aa66bf17296b36dbbaac8379a9105444; 0x03 at byte 2

    differ: 1 difference; 2 of 2 values compared (100 %), 0 ignored, 0 loosened"
  `);
});
