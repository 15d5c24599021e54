import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

import { expect, test } from "vitest";

import type { UnreadablePath } from "#core/model/unreadable-path.ts";
import type { Files } from "#core/ports.ts";
import { createFiles, type FilesOptions } from "#host/files/files.ts";

/** A project's folder `main` with these files in and beside it. */
async function withFiles(
  names: readonly string[],
  use: (files: Files, root: string) => Promise<void>,
  options: FilesOptions = {},
): Promise<void> {
  const parent = await mkdtemp(join(tmpdir(), "portolan-test-"));
  const root = join(parent, "main");
  try {
    for (const name of names) {
      await mkdir(dirname(join(root, name)), { recursive: true });
      await writeFile(join(root, name), name);
    }
    await use(createFiles(root, options), root);
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
  await withFiles(["x", "../migrations/1.sql", "../.git/HEAD"], async (files) => {
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

test("what is no regular file is not read, and nothing waits for a pipe", async () => {
  await withFiles(["a.py"], async (files, root) => {
    await promisify(execFile)("mkfifo", [join(root, "pipe.py")]);
    await symlink("/dev/zero", join(root, "zero.py"));
    await expect(files.read("pipe.py")).rejects.toThrow("pipe.py is not read: it is a device or a pipe");
    await expect(files.read("zero.py")).rejects.toThrow("zero.py is not read: it is a device or a pipe");
    await expect(files.read(`${"a".repeat(300)}.py`)).rejects.toThrow("its name is too long for the system");
    await expect(files.read("a\0.py")).rejects.toThrow("its name has a NUL character");
    expect(await files.list(".", [".py"])).toEqual(["a.py"]);
  });
});

test("a file that is too large is not read, whatever it holds", async () => {
  await withFiles(["a.py"], async (files, root) => {
    await truncate(join(root, "a.py"), 3_000_000);
    await expect(files.read("a.py", { limitBytes: 2_000_000 })).rejects.toThrow(
      "a.py is not read: it has 3 MB, and at most 2 MB are read.",
    );
    expect((await files.read("a.py"))?.length).toBe(3_000_000);
  });
});

test("a folder that may not be read is told, and the others are listed", async () => {
  await withFiles(["app/a.py", "data/b.py"], async (_, root) => {
    await chmod(join(root, ".."), 0o755);
    await chmod(join(root, "data"), 0o700);
    expect(await asNobody(root)).toBe("app/a.py; data: its permissions do not allow it");
  });
});

/** What somebody lists who is not the owner of the folders; the owner of this process where it cannot become another. */
async function asNobody(root: string): Promise<string> {
  const isRoot = process.getuid?.() === 0;
  const told: string[] = [];
  if (isRoot) process.seteuid?.(65534);
  else await chmod(join(root, "data"), 0o000);
  try {
    const found = await createFiles(root).list(".", [".py"], ({ path, reason }: UnreadablePath) => {
      told.push(`${path}: ${reason}`);
    });
    return [...found, ...told].join("; ");
  } finally {
    if (isRoot) process.seteuid?.(0);
    else await chmod(join(root, "data"), 0o700);
  }
}

test("what a text names is read within the workspace and its repository alone, wherever links lead", async () => {
  const names = ["main.py", "../shared/a.yaml", "../../elsewhere/b.yaml", "../.git/HEAD"];
  await withFiles(names, async (files, root) => {
    const inner = createFiles(join(root, "inner"));
    await symlink("/etc/hostname", join(root, "host.yaml"));
    expect(await files.read("../shared/a.yaml", { isNear: true })).toBe("../shared/a.yaml");
    expect(await inner.read("../main.py", { isNear: true })).toBe("main.py");
    for (const name of ["../../../../../../../../etc/hostname", "host.yaml", "/etc/hostname"]) {
      await expect(files.read(name, { isNear: true })).rejects.toThrow(
        "it lies outside of the workspace's folder and of its repository",
      );
    }
  });
});

test("a folder elsewhere is listed in a repository or a package, and never the system's", async () => {
  const names = ["main.py", "../other/app/a.py", "../other/pyproject.toml", "../plain/b.py"];
  const list = async (files: Files, folder: string): Promise<string> => {
    const told: string[] = [];
    const found = await files.list(folder, [".py"], ({ reason }) => told.push(reason));
    return [...found, ...told].join("; ");
  };
  await withFiles(names, async (files, root) => {
    expect(await list(files, "../other/app")).toBe("../other/app/a.py");
    expect(await list(files, "../plain")).toMatch(
      /^it lies outside .* neither in another repository nor in a package$/,
    );
    expect(await list(files, "../../../../../../../../usr/lib")).toMatch(/^it lies outside/);
    const confined = createFiles(root, { isConfined: () => true });
    expect(await list(confined, "../other/app")).toBe(
      "it lies outside of the workspace's folder and of its repository",
    );
    await expect(confined.read("../other/app/a.py")).rejects.toThrow("it lies outside");
    const opened = createFiles(root, { isConfined: () => true, around: [join(root, "..")] });
    expect(await opened.read("../other/app/a.py")).toBe("../other/app/a.py");
  });
});

test("a thousand files are read where a process may have few open", { timeout: 30_000 }, async () => {
  const names = Array.from({ length: 1100 }, (_, index) => `a${index}.py`);
  await withFiles(names, async (_, root) => {
    const script = join(import.meta.dirname, "other-process/reads-many.ts");
    const line = `ulimit -n 256; exec "${process.execPath}" "${script}" "${root}"`;
    const { stdout } = await promisify(execFile)("sh", ["-c", line]);
    expect(stdout).toBe("1100");
  });
});
