import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, realpath, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

/** A workspace that tests may change. */
export interface WorkspaceCopy {
  readonly folder: string;
  /** What to remove when it is done with. */
  readonly temporaryFolder: string;
}

/** Large and not edited by tests: what is built and installed there is used through a link. */
const linkedFolders: ReadonlySet<string> = new Set(["target", ".venv", "node_modules"]);

/** What earlier runs left; a copy starts without. */
const skippedFolders: ReadonlySet<string> = new Set([".portolan"]);

/** Copies a folder into a temporary one, with links to its build folders. Where it does not exist, the copy holds only a README.md. */
export async function copyWorkspace(source: string): Promise<WorkspaceCopy> {
  const temporaryFolder = await mkdtemp(join(await realpath(tmpdir()), "portolan-workspace-"));
  const folder = join(temporaryFolder, basename(source));
  if (existsSync(source)) {
    const isCopied = (path: string): boolean =>
      !linkedFolders.has(basename(path)) && !skippedFolders.has(basename(path));
    await cp(source, folder, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true, filter: isCopied });
    await linkFolders(source, folder);
  } else {
    await mkdir(folder);
    await writeFile(join(folder, "README.md"), "# Empty workspace\n");
  }
  return { folder, temporaryFolder };
}

async function linkFolders(source: string, copy: string): Promise<void> {
  for (const entry of await readdir(source, { withFileTypes: true })) {
    if (!entry.isDirectory() || skippedFolders.has(entry.name)) continue;
    const path = join(source, entry.name);
    if (linkedFolders.has(entry.name)) await symlink(path, join(copy, entry.name), "dir");
    else await linkFolders(path, join(copy, entry.name));
  }
}
