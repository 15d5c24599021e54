import type { FileHash } from "#core/gates/release/parity-evidence.ts";
import type { Ports } from "#core/ports.ts";
import { sha256Of } from "#core/text/sha256.ts";

/** A program with its debug information may be large. */
const MOST_BYTES = 2 ** 31 - 1;

/** The hash of a file's bytes, relative to the project's folder; undefined where there is none. */
export async function fileHash(
  { binaryFiles }: Pick<Ports, "binaryFiles">,
  file: string,
): Promise<FileHash | undefined> {
  const bytes = await binaryFiles.readBytes(file, { limitBytes: MOST_BYTES });
  if (bytes === undefined) return undefined;
  return { sha256: await sha256Of(Uint8Array.from(bytes)), bytes: bytes.length };
}
