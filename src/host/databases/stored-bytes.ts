import { createHash } from "node:crypto";

import type { StoredValue } from "#core/model/run/table-change.ts";

/** More bytes than this are told by their hash. */
const MOST_BYTES = 64;

/** Bytes of a row as they are compared and shown. */
export function storedBytes(bytes: Uint8Array): StoredValue {
  const count = bytes.byteLength;
  return count <= MOST_BYTES
    ? { kind: "bytes", bytes: count, hex: Buffer.from(bytes).toString("hex") }
    : { kind: "many bytes", bytes: count, sha256: createHash("sha256").update(bytes).digest("hex") };
}
