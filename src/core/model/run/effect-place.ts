/**
 * Where something in an effect lies, for a reader, by its JSON pointer: `/nodes/inserted/0` → `database /nodes/inserted/0`.
 * What stands beside the database says so itself: `/${data}/inserted/0`.
 */
export function effectPlace(pointer: string): string {
  return isBesideDatabase(pointer) ? pointer : `database ${pointer}`;
}

/** Whether a pointer into an effect leads to a folder for files, a service or a stub, and not to a table. */
export function isBesideDatabase(pointer = ""): boolean {
  return pointer.startsWith("/${");
}
