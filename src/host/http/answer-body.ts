import { createHash } from "node:crypto";

import type { AnswerBody } from "#core/model/run/exchange.ts";

/**
 * Bytes as a body: text where they are valid in the charset that the Content-Type names, which is UTF-8 where it names
 * none. A byte order mark of UTF-8 is kept, because it is part of what was sent.
 */
export function answerBody(bytes: Buffer, contentType = ""): AnswerBody {
  if (bytes.length === 0) return { kind: "empty" };
  const charset = charsetOf(bytes, contentType);
  try {
    const decoder = new TextDecoder(charset, { fatal: true, ignoreBOM: charset === "utf-8" });
    return { kind: "text", text: decoder.decode(bytes) };
  } catch {
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    return { kind: "binary", bytes: bytes.length, sha256, latin1: bytes.toString("latin1") };
  }
}

/** A charset that nobody knows is read as UTF-8. */
function charsetOf(bytes: Buffer, contentType: string): string {
  const named = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType)?.[1]?.toLowerCase() ?? "utf-8";
  // Without an order in its name, the mark says which it is (RFC 2781, section 4.3).
  if (named === "utf-16") return bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "utf-16le";
  return isKnown(named) ? named : "utf-8";
}

function isKnown(charset: string): boolean {
  try {
    return new TextDecoder(charset).encoding !== "";
  } catch {
    return false;
  }
}
