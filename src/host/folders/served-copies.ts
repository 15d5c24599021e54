import { randomUUID } from "node:crypto";
import { readFile, readlink, realpath, rm, stat, symlink, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";

import type { Disposable } from "#core/ports.ts";
import type { ServedCopies, ServedCopy } from "#core/ports/served-copy.ts";

import type { Watchdog } from "../watchdog/watchdog.ts";
import { copyFolder } from "./copy-entry.ts";
import { listFolder } from "./list-folder.ts";
import { createTemporaryHomes } from "./temporary-homes.ts";

/** Copies below temporary folders, which go with them. `root` is the project's folder, absolute. Disposing removes all that are left. */
export function createServedCopies(root: string, watchdog: Watchdog): ServedCopies & Disposable {
  const homes = createTemporaryHomes(watchdog);
  return {
    copyOf: async (folder) => {
      const from = await realpath(resolve(root, folder)).catch(() => undefined);
      if (from === undefined || !(await stat(from)).isDirectory()) return undefined;
      return homes.inNewHome((home) => copyInto(home, from));
    },
    dispose: () => homes.dispose(),
  };
}

async function copyInto(home: string, from: string): Promise<Omit<ServedCopy, "dispose">> {
  const path = join(home, "served");
  await copyFolder(from, path);
  const files: string[] = [];
  const linksOut: { readonly path: string; readonly target: string }[] = [];
  for (const [file, { kind }] of (await listFolder(from)).files) {
    const real = kind === "file" ? join(from, file) : await realpath(join(from, file)).catch(() => "");
    if (!real.startsWith(`${from}/`)) {
      linksOut.push({ path: file, target: await readlink(join(from, file)) });
      await rm(join(path, file), { force: true });
    } else if ((await stat(real)).isFile()) files.push(file);
  }
  const text = `This file must not be given away: ${randomUUID()}.\n`;
  const bait = { path: join(home, "bait.txt"), text, link: `portolan-${randomUUID()}.txt` };
  await writeFile(bait.path, text);
  await symlink(bait.path, join(path, bait.link));
  return { path, files, linksOut, bait, read: (file) => readFile(join(path, file)) };
}
