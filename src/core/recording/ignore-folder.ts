import type { Files } from "#core/ports.ts";

/** Whatever else the folder is in, nothing of it is committed by accident. */
export async function ignoreFolder(files: Pick<Files, "stamp" | "write">, folder: string): Promise<void> {
  const file = `${folder}/.gitignore`;
  if ((await files.stamp(file)) === undefined) await files.write(file, "*\n");
}
