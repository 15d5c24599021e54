import { spawnSync } from "node:child_process";
import { appendFileSync, cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = dirname(dirname(import.meta.dirname));
let copy = "";

/** A copy of what the checks read, so that something can be planted while other suites read the original. */
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "portolan-check-"));
  const files = ["src", "scripts", "test", "layers.ts", "package.json", "tsconfig.json", "knip.json"];
  const configs = ["oxlint.config.ts", "vitest.config.ts", "esbuild.config.mjs", ".oxfmtrc.json"];
  for (const file of [...files, ...configs]) cpSync(join(root, file), join(copy, file), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** Runs one tool of `npm run check` in the copy: exit code and output. */
function run(tool: string, args: readonly string[]): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(join(root, "node_modules", ".bin", tool), args, {
    cwd: copy,
    encoding: "utf8",
    env: { ...process.env, PATH: `${join(root, "node_modules", ".bin")}:${process.env["PATH"]}` },
  });
  return { status, output: stdout + stderr };
}

const lint = (file: string) => run("oxlint", ["-c", "oxlint.config.ts", "--type-aware", "--deny-warnings", file]);

test("a wrong import across layers, and one of the machine from core, are errors", () => {
  const file = "src/core/compare/planted.ts";
  writeFileSync(
    join(copy, file),
    'import "#host/files/files.ts";\nimport "../report/finding-text.ts";\nimport "node:fs";\nimport "vscode";\n',
  );
  const { status, output } = lint(file);
  rmSync(join(copy, file));
  expect(status).toBe(1);
  expect(output.match(/no-restricted-imports/g)).toHaveLength(4);
  expect(output).toContain("src/core/compare may import core/model, core/text");
});

test("an import along an arrow passes", () => {
  const file = "src/core/compare/planted.ts";
  writeFileSync(join(copy, file), 'import "#core/model/place.ts";\n');
  const { status, output } = lint(file);
  rmSync(join(copy, file));
  expect(output).not.toContain("no-restricted-imports");
  expect(status).toBe(0);
});

test("a floating promise is an error", () => {
  const file = "src/core/compare/planted.ts";
  writeFileSync(join(copy, file), "export async function work(): Promise<void> {}\nwork();\n");
  const { status, output } = lint(file);
  rmSync(join(copy, file));
  expect(status).toBe(1);
  expect(output).toContain("no-floating-promises");
});

test("an unused export is an error", () => {
  appendFileSync(join(copy, "src/core/model/place.ts"), "\nexport const planted = 1;\n");
  const { status, output } = run("knip", ["--no-progress"]);
  expect(status).toBe(1);
  expect(output).toMatch(/planted\s+src\/core\/model\/place\.ts/);
});
