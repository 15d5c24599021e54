import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
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
      2 findings
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

test("what cannot be read is told in a sentence", () => {
  mkdirSync(join(folder, "some-folder"), { recursive: true });
  const files = {
    "a.json": "1",
    "\u00ff.yaml": Buffer.from([0xff, 0xfe]),
    "deep.yaml": "[".repeat(100_000) + "]".repeat(100_000),
    "levels.yaml": `${"- ".repeat(300)}a`,
  };
  const calls = [
    ["some-folder", "a.json"],
    ["a.json/x", "a.json"],
    ["", "a.json"],
    ["a.json", "a.json", "--rules", "some-folder"],
    ["a.json", "a.json", "--rules", "\u00ff.yaml"],
    ["a.json", "a.json", "--rules", "deep.yaml"],
    ["a.json", "a.json", "--rules", "levels.yaml"],
  ];
  expect(calls.map((call) => checkCommand(files, ...call)).join("\n\n")).toMatchInlineSnapshot(`
    "exit 2
    some-folder is a folder; name a file in it.

    exit 2
    There is no file a.json/x.

    exit 2
    A file is named by an empty text; name one that exists.

    exit 2
    some-folder is a folder; name a file in it.

    exit 2
    ÿ.yaml is not text in UTF-8; rules are a YAML file.

    exit 2
    1 finding
      deep.yaml:1:1: error: The file is nested more than 200 levels deep, or an alias of it leads to itself; it is not read.

    exit 2
    1 finding
      levels.yaml:1:1: error: The file is nested more than 200 levels deep, or an alias of it leads to itself; it is not read."
  `);
});

test("a difference a hundred thousand levels down has a short line", () => {
  const nested = (value: number): string => `${'{"a":'.repeat(100_000)}${value}${"}".repeat(100_000)}`;
  const text = checkCommand({ "a.json": nested(1), "b.json": nested(2) }, "a.json", "b.json");
  expect(text.replaceAll(/(?:\/a){20,}/g, "/a/a/…")).toMatchInlineSnapshot(`
    "exit 1
    value /a/a/……/a/a/… (100000 levels) changed
      left   1
      right  2

    differ: 1 difference; 2 of 2 values compared (100 %), 0 ignored, 0 loosened"
  `);
});
