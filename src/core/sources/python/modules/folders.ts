/** Stands for the folder of the project at the start of a path, wherever that lies. */
export const PROJECT = "\u{E000}";

/** The folders of a project with their Python files, by paths from the project's folder; its own is the empty path. */
export interface Folders {
  isFile(path: string): boolean;
  isFolder(path: string): boolean;
  /** Names of the files and folders directly below. */
  below(folder: string): { readonly files: readonly string[]; readonly folders: readonly string[] };
  /** All files below, with their paths from the project's folder. */
  allFiles(folder: string): readonly string[];
  /** Where a path leads for code of a file: one that does not start at the project's folder, from where that code may be run. */
  locate(path: string, file: string): string | undefined;
}

interface Folder {
  readonly files: string[];
  readonly folders: string[];
}

/** `roots` gives the folders from which a file may be run, most likely first. */
export function createFolders(files: readonly string[], roots: (file: string) => readonly string[]): Folders {
  let known: Map<string, Folder> | undefined;
  const fileSet = new Set(files);

  /** Made when it is first asked for: few projects look into their folders. */
  function folders(): Map<string, Folder> {
    if (known) return known;
    const made = new Map<string, Folder>([["", { files: [], folders: [] }]]);
    const folderOf = (path: string): Folder => {
      const found = made.get(path);
      if (found) return found;
      const created: Folder = { files: [], folders: [] };
      made.set(path, created);
      folderOf(parentOf(path)).folders.push(nameOf(path));
      return created;
    };
    for (const file of files) folderOf(parentOf(file)).files.push(nameOf(file));
    known = made;
    return made;
  }

  return {
    isFile: (path) => fileSet.has(path),
    isFolder: (path) => folders().has(path),
    below: (folder) => folders().get(folder) ?? { files: [], folders: [] },
    allFiles: (folder) => (folder === "" ? files : files.filter((file) => file.startsWith(`${folder}/`))),
    locate(path, file) {
      const normal = normalPath(path);
      if (normal === PROJECT) return "";
      if (normal.startsWith(`${PROJECT}/`)) return normal.slice(PROJECT.length + 1);
      if (normal.startsWith("/") || normal.startsWith("..")) return undefined;
      const relative = normal === "." ? "" : normal;
      return [...roots(file), parentOf(file)]
        .map((root) => joinPaths(root, relative))
        .find((each) => folders().has(each) || fileSet.has(each));
    },
  };
}

export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** As `os.path.join` does: what begins anew wins. */
export function joinPaths(folder: string, path: string): string {
  if (folder === "" || path.startsWith("/") || path.startsWith(PROJECT)) return path;
  return path === "" ? folder : `${folder.replace(/\/+$/, "")}/${path}`;
}

/** Without `.` and `..` as far as they can be followed. */
export function normalPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    const last = parts.at(-1);
    if (part === ".." && last !== undefined && last !== ".." && last !== PROJECT) parts.pop();
    else if (part !== ".." || last !== PROJECT) parts.push(part);
  }
  const start = path.startsWith("/") ? "/" : "";
  return `${start}${parts.join("/")}` || ".";
}
