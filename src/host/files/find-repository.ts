import { existsSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

/**
 * An absolute folder as a path from the root of the git repository that it lies in, with `/` and a slash at the end:
 * `examples/controller/`. Empty where it is the root, or where there is no repository.
 */
export function folderInRepository(folder: string): string {
  for (let root = folder; ; root = dirname(root)) {
    // A file in a linked work tree and in a submodule, a folder elsewhere.
    if (existsSync(join(root, ".git"))) {
      const path = relative(root, folder).split(sep).join("/");
      return path === "" ? "" : `${path}/`;
    }
    if (dirname(root) === root) return "";
  }
}
