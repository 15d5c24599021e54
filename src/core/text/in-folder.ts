/** A file of a folder, both relative to one root, which is `.`: `("apps/api", "main.py")` → `apps/api/main.py` */
export function inFolder(folder: string, file: string): string {
  return folder === "." ? file : `${folder}/${file}`;
}
