import { mkdir, mkdtemp, readdir, readFile, rm, symlink, truncate, utimes, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";

import { type EndpointKey, endpointKey } from "#core/model/endpoint.ts";
import type { EndpointVerdict } from "#core/model/run/verdict.ts";
import { createVerdictStore, type VerdictStore, VERDICTS_FILE } from "#core/session/kept/verdict-store.ts";
import { createFileLocks } from "#host/files/file-locks.ts";
import { createFiles } from "#host/files/files.ts";

interface Folder extends AsyncDisposable {
  readonly path: string;
  /** As another process would open it. */
  readonly open: () => VerdictStore;
  /** The endpoints whose verdicts are saved. */
  readonly saved: () => Promise<readonly EndpointKey[]>;
}

async function createFolder(): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), "portolan-verdicts-"));
  return {
    path,
    open: () => createVerdictStore({ files: createFiles(path), locks: createFileLocks(path) }),
    saved: async () => {
      const text = await readFile(join(path, VERDICTS_FILE), "utf8");
      const { verdicts } = JSON.parse(text) as { readonly verdicts: readonly EndpointVerdict[] };
      return verdicts.map(({ endpoint }) => endpoint);
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true }),
  };
}

function verdictOn(path: string): EndpointVerdict {
  const at = "2026-01-01T00:00:00.000Z";
  return { endpoint: endpointKey("GET", path), verdict: "match", cases: 1, matched: 1, handlers: {}, at };
}

test("what several runs save at once is merged", async () => {
  await using folder = await createFolder();
  const paths = Array.from({ length: 12 }, (_, at) => `/nodes/${String(at).padStart(2, "0")}`);
  const stores = await Promise.all(
    paths.map(async (path) => {
      const store = folder.open();
      // Each has read the file before any other writes it.
      await store.all();
      store.record(verdictOn(path));
      return store;
    }),
  );
  expect(await Promise.all(stores.map((store) => store.save()))).toEqual(paths.map(() => undefined));
  expect(await folder.saved()).toEqual(paths.map((path) => `GET ${path}`));
  expect(await readdir(join(folder.path, ".portolan"))).toEqual([".gitignore", "verdicts.json"]);
});

test.each([
  ["whose process has ended", JSON.stringify({ host: hostname(), pid: 2 ** 22 + 1, id: "a" }), new Date()],
  ["that is old", JSON.stringify({ host: "elsewhere", pid: 1, id: "a" }), new Date(Date.now() - 60_000)],
])("a lock %s keeps nobody from saving", async (_, content, time) => {
  await using folder = await createFolder();
  const lock = join(folder.path, `${VERDICTS_FILE}.lock`);
  await mkdir(join(folder.path, ".portolan"));
  await writeFile(lock, content);
  await utimes(lock, time, time);
  const stores = ["/a", "/b", "/c"].map((path) => {
    const store = folder.open();
    store.record(verdictOn(path));
    return store;
  });
  expect(await Promise.all(stores.map((store) => store.save()))).toEqual([undefined, undefined, undefined]);
  expect(await folder.saved()).toEqual(["GET /a", "GET /b", "GET /c"]);
});

test("verdicts that cannot be saved are kept in memory", async () => {
  await using folder = await createFolder();
  await mkdir(join(folder.path, VERDICTS_FILE), { recursive: true });
  const store = folder.open();
  store.record(verdictOn("/nodes"));
  expect(await store.save()).toContain("it is a folder");
  expect([...(await store.all()).keys()]).toEqual(["GET /nodes"]);
});

test.each([
  ["a file in the place of the folder", (path: string) => writeFile(join(path, ".portolan"), "")],
  ["a folder in the place of the file", (path: string) => mkdir(join(path, VERDICTS_FILE), { recursive: true })],
  ["a folder that nobody can write to", (path: string) => symlink("/proc/self", join(path, ".portolan"))],
  ["a file that no text can hold", writeLargeFile],
])("%s: why the verdicts are not saved is told", async (_, make) => {
  await using folder = await createFolder();
  await make(folder.path);
  const store = folder.open();
  store.record(verdictOn("/nodes"));
  expect(await store.save()).toMatch(/\w/);
});

/** Has no bytes on the disk. */
async function writeLargeFile(path: string): Promise<void> {
  await mkdir(join(path, ".portolan"));
  await writeFile(join(path, VERDICTS_FILE), "");
  await truncate(join(path, VERDICTS_FILE), 600 * 1024 * 1024);
}
