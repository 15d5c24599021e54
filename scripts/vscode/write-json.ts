import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/** Writes a value as JSON to a file, making its folder. */
export async function writeJson(path: string, value: unknown): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${JSON.stringify(value, null, 2)}\n`);
}
