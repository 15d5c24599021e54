import type { AnswerBody } from "#core/model/run/exchange.ts";
import { cut } from "./value-text.ts";

/** A body for a reader: text cut where it is long, bytes by their length and hash. */
export function shownBody(body: AnswerBody): string {
  if (body.kind === "binary") return `${body.bytes} bytes, SHA-256 ${body.sha256}`;
  return body.kind === "text" ? cut(body.text) : "";
}

/** How much of a text is shown before and after the first unit in which two differ. */
const AROUND = 40;

/** Two texts around the place where they begin to differ. */
export function excerpts(python: string, rust: string): { readonly python: string; readonly rust: string } {
  const at = firstDifference(python, rust);
  const excerpt = (text: string): string => {
    const start = at <= AROUND * 2 ? 0 : at - AROUND;
    const end = text.length - at <= AROUND * 2 ? text.length : at + AROUND;
    return `${start === 0 ? "" : "…"}${text.slice(start, end).toWellFormed()}${end === text.length ? "" : "…"}`;
  };
  return { python: excerpt(python), rust: excerpt(rust) };
}

/** Two binary bodies, each with the first byte in which they differ where the bytes are known. */
export function shownBytes(
  python: AnswerBody & { readonly kind: "binary" },
  rust: AnswerBody & { readonly kind: "binary" },
): { readonly python: string; readonly rust: string } {
  if (python.latin1 === undefined || rust.latin1 === undefined)
    return { python: shownBody(python), rust: shownBody(rust) };
  const at = firstDifference(python.latin1, rust.latin1);
  const shown = (body: AnswerBody & { readonly kind: "binary" }): string => {
    const code = body.latin1?.charCodeAt(at);
    const byte =
      code === undefined || Number.isNaN(code) ? "the end" : `0x${code.toString(16).toUpperCase().padStart(2, "0")}`;
    return `${shownBody(body)}; ${byte} at byte ${at}`;
  };
  return { python: shown(python), rust: shown(rust) };
}

function firstDifference(left: string, right: string): number {
  let at = 0;
  while (at < left.length && at < right.length && left.charCodeAt(at) === right.charCodeAt(at)) at++;
  return at;
}
