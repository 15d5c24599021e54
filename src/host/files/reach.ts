import { existsSync } from "node:fs";
import { realpath } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join, resolve, sep } from "node:path";

import { repositoryOf } from "./find-repository.ts";

/** Where files may be read; all paths are absolute, links resolved. */
export interface Reach {
  /** Within the folder, the repository that it lies in, or one of `around` that it lies in. */
  isNear(path: string): Promise<boolean>;
}

/** What lies in the root of a package of either language. */
const MANIFESTS = ["pyproject.toml", "setup.py", "setup.cfg", "requirements.txt", "Pipfile", "Cargo.toml"];

/** Folders of the system, and all below them. */
const SYSTEM_FOLDERS =
  /^(?:\/(?:bin|boot|dev|etc|lib\d*|proc|run|sbin|sys|usr(?!\/(?:local\/)?src\/)|System|Library|private\/etc)(?:\/|$)|[A-Za-z]:\\(?:Windows|Program)\b)/;

/** Folders that hold everybody's folders: each of them is nobody's project. */
const SHARED_FOLDERS = new Set(["/", "/home", "/mnt", "/opt", "/private", "/root", "/srv", "/tmp", "/Users", "/var"]);

/** `around` are folders that count where `root` lies in them: those that are open in the editor, where a command runs. */
export function createReach(root: string, around: readonly string[] = []): Reach {
  let known: Promise<readonly string[]> | undefined;

  async function areas(): Promise<readonly string[]> {
    const own = await realpath(root).catch(() => resolve(root));
    const outer = await Promise.all(around.map((folder) => realpath(folder).catch(() => resolve(folder))));
    const repository = repositoryOf(own);
    return [
      own,
      ...(repository === undefined ? [] : [repository]),
      ...outer.filter((folder) => isWithin(own, folder) && !isShared(folder)),
    ];
  }

  return {
    isNear: async (path) => {
      known ??= areas();
      return (await known).some((area) => isWithin(path, area));
    },
  };
}

/** Whether a folder of sources that lies elsewhere may be read: in a repository or a package, and not the system's. */
export function isForeignProject(folder: string): boolean {
  if (SYSTEM_FOLDERS.test(folder)) return false;
  for (let at = folder; !isShared(at); at = dirname(at)) {
    if ([".git", ...MANIFESTS].some((name) => existsSync(join(at, name)))) return true;
  }
  return false;
}

function isShared(folder: string): boolean {
  return SHARED_FOLDERS.has(folder) || dirname(folder) === folder || isWithin(homedir(), folder);
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
