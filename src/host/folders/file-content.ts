import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { lstat, readFile, readlink } from "node:fs/promises";

import type { FileContent } from "#core/model/run/file-change.ts";

/** A longer text is told by its hash. */
const MOST_TEXT_BYTES = 1024 * 1024;

/** What a file or link holds now; undefined where it is gone. */
export async function fileContent(file: string): Promise<FileContent | undefined> {
  try {
    const stats = await lstat(file);
    if (stats.isSymbolicLink()) return { kind: "link", target: await readlink(file) };
    if (stats.size > MOST_TEXT_BYTES) return await hashed(file);
    const bytes = await readFile(file);
    const text = textOf(bytes);
    if (text !== undefined) return { kind: "text", text };
    return { kind: "bytes", bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** A NUL is valid UTF-8, and stands in no text. */
function textOf(bytes: Buffer): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

async function hashed(file: string): Promise<FileContent> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { kind: "bytes", bytes, sha256: hash.digest("hex") };
}
