export function folderOf(file: string): string {
  return file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : ".";
}

export function baseName(file: string): string {
  return file.slice(file.lastIndexOf("/") + 1);
}

/** `("apps/api/src/main.py", "apps/api")` → `src/main.py` */
export function within(path: string, folder: string): string {
  return folder === "." ? path : path.slice(folder.length + 1);
}

export function depth(path: string): number {
  return path === "." ? 0 : path.split("/").length;
}

/** Nearest to the root first, then by name. */
export function byDepth(a: string, b: string): number {
  return depth(a) - depth(b) || (a < b ? -1 : 1);
}

/** Tests, and what people keep beside their servers: not what runs. */
export function isAside(file: string): boolean {
  return /(?:^|\/)(?:tests?|examples?|scripts?|tools?|docs?|benches|benchmarks?|migrations|alembic)\/|(?:^|\/)(?:test_\w+|\w+_test|conftest)\.\w+$/.test(
    file,
  );
}
