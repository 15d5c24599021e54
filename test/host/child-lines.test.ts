import { tmpdir } from "node:os";

import { expect, test } from "vitest";

import { startChildLines } from "#host/processes/child-lines.ts";

test("lines go in and out, however long they are", async () => {
  const line = "é".repeat(200_000);
  const { lines, child } = startCode(`process.stdin.pipe(process.stdout);`);
  child.send(line);
  await child.dispose();
  expect(lines).toEqual([line]);
});

test("it ends when its input closes, and its exit is told", async () => {
  const { child } = startCode(`process.stdin.resume().on("end", () => process.exit(3));`);
  await child.dispose();
  expect(await child.exited).toEqual({ code: 3, signal: null });
});

test("what it wrote last to its error output is kept", async () => {
  const { child } = startCode(`throw new RangeError("too large");`);
  expect((await child.exited).code).toBe(1);
  expect(child.lastErrors()).toContain("RangeError: too large");
});

test("what is only for the editor's own processes is not handed on", async () => {
  process.env["VSCODE_SAMPLE"] = "x";
  try {
    const { lines, child } = startCode(
      `console.log(Object.keys(process.env).filter((name) => /^VSCODE_/.test(name)));`,
    );
    await child.exited;
    expect(lines).toEqual(["[]"]);
  } finally {
    delete process.env["VSCODE_SAMPLE"];
  }
});

test("a line that comes too late is lost without an error", async () => {
  const { child } = startCode(``);
  await child.exited;
  child.send("hello");
  await child.dispose();
});

/** Node reads what stands after `-e` as a program. */
function startCode(code: string): {
  readonly lines: readonly string[];
  readonly child: ReturnType<typeof startChildLines>;
} {
  const lines: string[] = [];
  const child = startChildLines({
    module: "-e",
    args: [code],
    folder: tmpdir(),
    onLine: (line) => void lines.push(line),
  });
  return { lines, child };
}
