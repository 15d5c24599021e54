import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test, vi } from "vitest";

import { runProgram } from "../../src/cli/program.ts";

const ROOT = join(import.meta.dirname, "../..");
const PAGES = ["README.md", ...readdirSync(join(ROOT, "docs")).map((name) => `docs/${name}`)];

/** What stands as code and begins with `portolan`, up to what the shell makes of it. */
const commands = PAGES.flatMap((page) => {
  const text = readFileSync(join(ROOT, page), "utf8");
  const inLines = [...text.matchAll(/`(portolan [a-z][^`]*)`/g)];
  const inBlocks = [...text.matchAll(/^(?:\$ |- run: )?(portolan [a-z].*?)(?: +#.*)?$/gm)];
  return [...inLines, ...inBlocks].map(([, command = ""]) => ({ page, command }));
});

/** What `portolan … --help` prints. */
async function helpOf(names: readonly string[]): Promise<string> {
  const written = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  try {
    await runProgram(["node", "portolan", ...names, "--help"]);
    return written.mock.calls.map(([text]) => String(text)).join("");
  } finally {
    written.mockRestore();
  }
}

/** `portolan cases record -- pytest -x` → the command's names, and the options before `--`. */
function partsOf(command: string): { readonly names: readonly string[]; readonly options: readonly string[] } {
  const words = (command.split(" -- ")[0] ?? "").split(" ").slice(1);
  const group = /^(?:cases|rules)$/.test(words[0] ?? "");
  return {
    names: words.slice(0, group ? 2 : 1),
    options: words.filter((word) => word.startsWith("--")).map((word) => word.replace(/=.*/, "")),
  };
}

test.each(commands)("$page: $command is a command with these options", async ({ command }) => {
  const { names, options } = partsOf(command);
  const help = await helpOf(names);
  expect(help).toContain(`Usage: portolan ${names.join(" ")}`);
  expect(options.filter((option) => !help.includes(option))).toEqual([]);
});

test("the README's table has every command", async () => {
  const help = await helpOf([]);
  const names = [...help.matchAll(/^ {2}([a-z]+) /gm)].map(([, name = ""]) => name).filter((name) => name !== "help");
  const table = readFileSync(join(ROOT, "README.md"), "utf8");
  expect(names.length).toBeGreaterThan(8);
  expect(names.filter((name) => !table.includes(`| \`portolan ${name}`))).toEqual([]);
});
