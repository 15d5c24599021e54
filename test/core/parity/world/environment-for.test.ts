import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";

import type { Side } from "#core/model/endpoint.ts";
import { environmentFor } from "#core/parity/sides/environment-for.ts";
import { createEnvironmentFiles } from "#host/files/environment-files.ts";
import { createFiles } from "#host/files/files.ts";
import { memoryFiles } from "../../../fixtures/project/memory-files.ts";

/** The names that a server in the folder `app` would read from these files of variables beside these sources. */
async function checkRead(side: Side, contents: Readonly<Record<string, string>>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "portolan-test-"));
  onTestFinished(() => rm(root, { recursive: true }));
  const write = async (file: string, text: string): Promise<void> => {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text);
  };
  for (const [file, text] of Object.entries(contents)) await write(file, text);
  const ports = { files: createFiles(root), environmentFiles: createEnvironmentFiles(root) };
  const settings = {
    folder: "app",
    start: "",
    ready: "/",
    environment: {},
    environmentFile: { kind: "none" },
  } as const;
  return (await environmentFor(side, settings, ports)).emptied.join(" ");
}

test("in the server's folder and in those above it, up to the project's", async () => {
  const read = { "app/.env": "A=1", ".env": "B=1", "app/env": "C=1", "other/.env": "D=1" };
  expect(await checkRead("python", read)).toBe("A B");
  expect(await checkRead("rust", read)).toBe("A B");
});

test("beside Python modules, where python-dotenv begins to look; not beside what is no part of the server", async () => {
  const read = { "app/web/api/main.py": "", "app/web/.env": "A=1", "app/frontend/.env": "B=1" };
  expect(await checkRead("python", read)).toBe("A");
  expect(await checkRead("rust", { "app/src/main.rs": "", "app/src/.env": "A=1" })).toBe("");
});

test("under another name where the source says one", async () => {
  const read = { "app/.env.local": "A=1", "config/app.env": "B=1", "app/.env.example": "C=1" };
  const python =
    'class Settings:\n    model_config = SettingsConfigDict(env_file=(".env.local", "../config/app.env"))\n';
  expect(await checkRead("python", { ...read, "app/settings.py": python })).toBe("A B");
  expect(await checkRead("rust", { ...read, "app/src/main.rs": 'dotenvy::from_filename(".env.local").ok();' })).toBe(
    "A",
  );
});

test("a source is read again where it changed, and only there", async () => {
  const files = memoryFiles({ "app/a.py": "", "app/b.py": "" });
  const reads: string[] = [];
  const counting = { ...files, read: (file: string) => (reads.push(file), files.read(file)) };
  const environmentFiles = {
    above: () => Promise.resolve([]),
    read: (file: string) => Promise.resolve(file === "app/b.env" ? { B: "1" } : undefined),
  };
  const settings = {
    folder: "app",
    start: "",
    ready: "/",
    environment: {},
    environmentFile: { kind: "none" },
  } as const;
  const look = async (): Promise<string> => {
    reads.length = 0;
    const { emptied } = await environmentFor("python", settings, { files: counting, environmentFiles });
    return `${emptied.join(" ")} · read ${reads.join(" ")}`;
  };
  expect(await look()).toBe(" · read app/a.py app/b.py");
  expect(await look()).toBe(" · read ");
  await files.write("app/b.py", 'load_dotenv("b.env")');
  expect(await look()).toBe("B · read app/b.py");
  expect(await look()).toBe("B · read ");
});

test("not a template that a script copies", async () => {
  const read = { "app/setup.py": 'shutil.copy(".env.template", ".env")', "app/.env.template": "A=", "app/.env": "B=1" };
  expect(await checkRead("python", read)).toBe("B");
});

test("a pipe is not waited for, and stops with a sentence; a folder is none of them", async () => {
  const root = await mkdtemp(join(tmpdir(), "portolan-test-"));
  onTestFinished(() => rm(root, { recursive: true }));
  const files = createEnvironmentFiles(root);
  await mkdir(join(root, "app/.env"), { recursive: true });
  expect(await files.above("app", [".env"])).toEqual([]);
  expect(await files.read("app/.env")).toBeUndefined();
  await promisify(execFile)("mkfifo", [join(root, ".env")]);
  expect(await files.above("app", [".env"])).toEqual([".env"]);
  await expect(files.read(".env")).rejects.toThrow(".env is not read: it is a device or a pipe and no regular file.");
});
