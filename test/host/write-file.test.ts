import { execFile, spawn } from "node:child_process";
import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { afterEach, beforeEach, expect, test } from "vitest";

import { replaceFile } from "#host/files/write-file.ts";

let root = "";

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "portolan-write-"));
});

afterEach(async () => {
  await rm(root, { recursive: true });
});

test("a link stays, and what it leads to is written, also where that is not there yet", async () => {
  await mkdir(join(root, "real"));
  await writeFile(join(root, "real/a.json"), "old");
  await symlink("real/a.json", join(root, "a.json"));
  await symlink("real/b.json", join(root, "b.json"));
  for (const name of ["a.json", "b.json"]) {
    await replaceFile(join(root, name), "new");
    expect((await lstat(join(root, name))).isSymbolicLink()).toBe(true);
    expect(await readFile(join(root, "real", name), "utf8")).toBe("new");
  }
  expect((await readdir(join(root, "real"))).toSorted()).toEqual(["a.json", "b.json"]);
  await symlink("circle", join(root, "circle"));
  await expect(replaceFile(join(root, "circle"), "")).rejects.toThrow("its links lead in a circle");
});

test("a pipe is written into, all of it, and one that nobody reads from is refused", async () => {
  const pipe = join(root, "pipe");
  await promisify(execFile)("mkfifo", [pipe]);
  await expect(replaceFile(pipe, "text")).rejects.toThrow("nobody reads from this pipe");
  const text = "0123456789".repeat(50_000);
  const reader = spawn("cat", [pipe]);
  let read = "";
  reader.stdout.setEncoding("utf8").on("data", (piece: string) => (read += piece));
  const ended = new Promise((resolve) => reader.on("close", resolve));
  await expect
    .poll(() =>
      replaceFile(pipe, text).then(
        () => "written",
        (error: Error) => error.message,
      ),
    )
    .toBe("written");
  await ended;
  expect(read).toBe(text);
  expect((await stat(pipe)).isFIFO()).toBe(true);
});

test("a device stays a device", async () => {
  await replaceFile("/dev/null", "text");
  expect((await stat("/dev/null")).isCharacterDevice()).toBe(true);
  await symlink("/dev/null", join(root, "nothing"));
  await replaceFile(join(root, "nothing"), "text");
  expect((await lstat(join(root, "nothing"))).isSymbolicLink()).toBe(true);
});

test("a folder is refused, and rights stay as they were", async () => {
  await expect(replaceFile(root, "text")).rejects.toThrow("it is a folder");
  const file = join(root, "secret");
  await writeFile(file, "old");
  await chmod(file, 0o600);
  await replaceFile(file, "new");
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readdir(root)).toEqual(["secret"]);
});
