import { createHash } from "node:crypto";

import type { AnswerBody } from "#core/model/run/exchange.ts";

/** Bytes as a body: text where they are valid UTF-8, a byte order mark kept, because it is part of what was sent. */
export function answerBody(bytes: Buffer): AnswerBody {
  if (bytes.length === 0) return { kind: "empty" };
  try {
    return { kind: "text", text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    return { kind: "binary", bytes: bytes.length, sha256, latin1: bytes.toString("latin1") };
  }
}
