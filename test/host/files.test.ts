import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { expect, test } from "vitest";

import type { Files } from "#core/ports.ts";
import { createFiles } from "#host/files/files.ts";

/** A project's folder `main` with these files in and beside it. */
async function withFiles(names: readonly string[], use: (files: Files, root: string) => Promise<void>): Promise<void> {
  const parent = await mkdtemp(join(tmpdir(), "portolan-test-"));
  const root = join(parent, "main");
  try {
    for (const name of names) {
      await mkdir(dirname(join(root, name)), { recursive: true });
      await writeFile(join(root, name), name);
    }
    await use(createFiles(root), root);
  } finally {
    await rm(parent, { recursive: true });
  }
}

test("sources are listed, sorted, without what tools own", async () => {
  const names = [
    "src/b.rs",
    "src/a.rs",
    "src/a.py",
    "target/debug/c.rs",
    ".venv/lib/d.py",
    "src/node_modules/e.rs",
    "f.rs",
  ];
  await withFiles(names, async (files, root) => {
    await symlink(root, join(root, "src/loop"));
    expect(await files.list(".", [".rs"])).toEqual(["f.rs", "src/a.rs", "src/b.rs"]);
    expect(await files.list("src", [".rs", ".py"])).toEqual(["src/a.py", "src/a.rs", "src/b.rs"]);
    expect(await files.list("./src/", [".py"])).toEqual(["src/a.py"]);
    expect(await files.list("nowhere", [".rs"])).toEqual([]);
  });
});

test("a Python package may be called as a folder that a tool owns", async () => {
  const names = ["app/build/api.py", "app/build/inner/x.py", "build/lib/app/__init__.py", "venv/__init__.py"];
  await withFiles(names, async (files) => {
    expect(await files.list(".", [".py"])).toEqual(["app/build/api.py", "app/build/inner/x.py"]);
  });
});

test("a folder beside the project's is listed as the project names it", async () => {
  await withFiles(["x", "../migrations/1.sql"], async (files) => {
    expect(await files.list("../migrations", [".sql"])).toEqual(["../migrations/1.sql"]);
    expect(await files.read("../migrations/1.sql")).toBe("../migrations/1.sql");
  });
});

test("what is missing has no text and no stamp; a folder is no file", async () => {
  await withFiles(["src/a.rs"], async (files) => {
    expect([await files.read("b.rs"), await files.read("src"), await files.read("src/a.rs/x")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect([await files.stamp("b.rs"), await files.stamp("src")]).toEqual([undefined, undefined]);
  });
});

test("a byte order mark is kept", async () => {
  await withFiles([], async (files) => {
    await files.write("a.json", "\uFEFF{}");
    expect(await files.read("a.json")).toBe("\uFEFF{}");
  });
});

test("a file is replaced in one step, and its stamp changes", async () => {
  await withFiles([], async (files, root) => {
    await files.write("deep/er/a.json", "1");
    const before = await files.stamp("deep/er/a.json");
    await Promise.all(["2", "3", "4"].map((text) => files.write("deep/er/a.json", text)));
    expect(await files.read("deep/er/a.json")).toMatch(/^[234]$/);
    expect(await files.stamp("deep/er/a.json")).not.toBe(before);
    expect(await readdir(join(root, "deep/er"))).toEqual(["a.json"]);
  });
});
