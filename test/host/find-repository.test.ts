import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { folderInRepository } from "#host/files/find-repository.ts";

/** Folders and files to make, and the folder to ask about; its path in the repository out. */
async function checkFolder(repository: string, kind: "folder" | "file", folder: string): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "portolan-repository-"));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  await mkdir(join(root, folder), { recursive: true });
  const git = join(root, repository, ".git");
  await (kind === "folder" ? mkdir(git) : writeFile(git, "gitdir: elsewhere"));
  return folderInRepository(join(root, folder));
}

test("a folder in a repository is told from its root", async () => {
  expect(await checkFolder(".", "folder", "examples/controller")).toBe("examples/controller/");
});

test("a linked work tree and a submodule have a file in the place of the folder", async () => {
  expect(await checkFolder("examples", "file", "examples/controller")).toBe("controller/");
});

test("the root itself is empty", async () => {
  expect(await checkFolder("controller", "folder", "controller")).toBe("");
});
