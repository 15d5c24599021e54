import { constants } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";

import { UnreadablePath } from "#core/model/unreadable-path.ts";

/** The bytes of a regular file of at most `limitBytes`. Throws what the system says, and UnreadablePath for what is none. */
export async function readRegularFile(path: string, name: string, limitBytes: number): Promise<Buffer> {
  // Opening a named pipe would wait for whoever writes to it.
  const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const { size } = await sizeOf(handle, name);
    if (size > limitBytes) throw tooLarge(name, size, limitBytes);
    const bytes = Buffer.allocUnsafe(size + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await handle.read(bytes, length, bytes.length - length, null);
      length += bytesRead;
      if (bytesRead === 0 || length === bytes.length) break;
    }
    // It has grown meanwhile; the change is reported, and it is read again.
    return bytes.subarray(0, Math.min(length, size));
  } finally {
    await handle.close();
  }
}

async function sizeOf(handle: FileHandle, name: string): Promise<{ readonly size: number }> {
  const stats = await handle.stat();
  if (stats.isDirectory()) throw Object.assign(new Error(`${name} is a folder`), { code: "EISDIR" });
  if (!stats.isFile()) throw notRegular(name);
  return stats;
}

export function notRegular(name: string): UnreadablePath {
  return new UnreadablePath(name, "it is a device or a pipe and no regular file", "rule");
}

export function tooLarge(name: string, size: number, limitBytes: number): UnreadablePath {
  return new UnreadablePath(name, `it has ${megabytes(size)}, and at most ${megabytes(limitBytes)} are read`, "rule");
}

/** `2.5 MB` */
function megabytes(bytes: number): string {
  return `${Math.round(bytes / 100_000) / 10} MB`;
}
