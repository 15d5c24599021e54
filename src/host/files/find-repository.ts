import { existsSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

/** The root of the git repository that an absolute folder lies in; undefined where it lies in none. */
export function repositoryOf(folder: string): string | undefined {
  for (let root = folder; ; root = dirname(root)) {
    // A file in a linked work tree and in a submodule, a folder elsewhere.
    if (existsSync(join(root, ".git"))) return root;
    if (dirname(root) === root) return undefined;
  }
}

/**
 * An absolute folder as a path from the root of the git repository that it lies in, with `/` and a slash at the end:
 * `examples/controller/`. Empty where it is the root, or where there is no repository.
 */
export function folderInRepository(folder: string): string {
  const root = repositoryOf(folder);
  const path = root === undefined ? "" : relative(root, folder).split(sep).join("/");
  return path === "" ? "" : `${path}/`;
}
