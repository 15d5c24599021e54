import { textOfBase64 } from "#core/text/base64.ts";
import { compareOpaque } from "#core/text/opaque/compare-opaque.ts";
import { sortedJson } from "#core/text/json/sorted-json.ts";
import { decodeOpaque } from "#core/text/opaque/decode-opaque.ts";

/** What two texts that only look like ids say once they are decoded. */
export type OpaqueTexts =
  /** Neither can be read: they are ids. */
  | "unreadable"
  /** They say the same, but for clocks and what is random. */
  | "same"
  /** Only one can be read, or the two have other parts. */
  | "others"
  /** Their parts, to be held against each other as texts with ids in them. */
  | readonly (readonly [python: string, rust: string])[];

/**
 * Decodes two cursors, web tokens or global ids: `"VXNlcjox"`, `"VXNlcjoy"` → `User:1`, `User:2`. What stands around an
 * id within them is compared as in any text.
 */
export function decodeIds(python: string, rust: string): OpaqueTexts {
  const [left, right] = [decoded(python), decoded(rust)];
  if (left === undefined && right === undefined) return "unreadable";
  if (left === undefined || right === undefined || left.length !== right.length) return "others";
  if (compareOpaque(python, rust).kind === "same payload") return "same";
  return left.map((part, at) => [inOneOrder(part), inOneOrder(right[at] ?? "")]);
}

/** Is it one text that says something once it is decoded? */
export function isReadableId(text: string): boolean {
  return decoded(text) !== undefined;
}

function decoded(text: string): readonly string[] | undefined {
  // Most ids are too short to say anything.
  if (text.length < 6 || /[\s/?#]/.test(text)) return undefined;
  const globalId = textOfBase64(text);
  if (globalId !== undefined && /^[A-Za-z]\w*[:/|][\w.:~-]+$/.test(globalId)) return [globalId];
  const parts = decodeOpaque(text);
  // A text that is only unquoted or unescaped is none that was decoded.
  return parts?.every((part) => /^\s*[[{]/.test(part)) === true && !/[[{]/.test(text) ? parts : undefined;
}

/** The members of a JSON text in one order, so that what differs does so for its own sake. */
function inOneOrder(text: string): string {
  try {
    return sortedJson(JSON.parse(text));
  } catch {
    return text;
  }
}
