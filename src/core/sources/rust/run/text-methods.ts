import type { Place } from "#core/model/place.ts";
import { knownText, textParts, unknown, type Argument, type TextPart, type Value } from "../values/values.ts";

type Change = (text: string, first: string | undefined, second: string | undefined) => string;

const CHANGES: Readonly<Record<string, Change>> = {
  to_lowercase: (text) => text.toLowerCase(),
  to_uppercase: (text) => text.toUpperCase(),
  trim: (text) => text.trim(),
  trim_end_matches: (text, end = "") => (end === "" ? text : removeEnds(text, end)),
  trim_start_matches: (text, start = "") => (start === "" ? text : removeStarts(text, start)),
  strip_prefix: (text, start = "") => (text.startsWith(start) ? text.slice(start.length) : text),
  strip_suffix: (text, end = "") => (text.endsWith(end) ? text.slice(0, text.length - end.length) : text),
  replace: (text, from, to) => (from === undefined || to === undefined ? text : text.replaceAll(from, () => to)),
};

/** `text[a..b]`, read as a method of two numbers: no method has this name. */
export const SLICE = "[..]";

/** Methods that give the same text in another type, or of an option the text that it holds. */
const SAME = new Set([
  "unwrap",
  "expect",
  "unwrap_or",
  "unwrap_or_else",
  "unwrap_or_default",
  "cloned",
  "copied",
  "as_deref",
  "to_string",
  "to_owned",
  "into",
  "as_str",
  "as_ref",
  "clone",
  "borrow",
  "into_boxed_str",
  "leak",
]);

/** More than any path repeats a part. */
const MAX_REPEATS = 100;

/** A method of a text. */
export function textMethod(
  of: Extract<Value, { kind: "text" }>,
  name: string,
  args: readonly Argument[],
  place: Place,
): Value {
  if (SAME.has(name)) return of;
  const change = CHANGES[name];
  const text = knownText(of);
  if (text !== undefined && (name === SLICE || name === "len")) return bytesOf(text, name, args, place);
  const times = args[0]?.value;
  if (name === "repeat" && text !== undefined && times?.kind === "number" && times.value <= MAX_REPEATS)
    return { ...of, parts: [text.repeat(times.value)] };
  if (!change || text === undefined) return unknown(`\`.${name}()\` of a text is not followed`, place);
  const [first, second] = args.map(({ value }) => knownText(value));
  return { ...of, parts: [change(text, first, second)] };
}

/** Rust counts the bytes of a text. */
function bytesOf(text: string, name: string, args: readonly Argument[], place: Place): Value {
  const bytes = new TextEncoder().encode(text);
  if (name === "len") return { kind: "number", value: bytes.length };
  const ends = args.map(({ value }) => (value.kind === "number" ? value.value : undefined));
  if (ends.includes(undefined)) return unknown("the ends of the slice are not known", place);
  return { kind: "text", parts: [new TextDecoder().decode(bytes.slice(ends[0], ends[1]))] };
}

function removeEnds(text: string, end: string): string {
  let rest = text;
  while (rest.endsWith(end)) rest = rest.slice(0, -end.length);
  return rest;
}

function removeStarts(text: string, start: string): string {
  let rest = text;
  while (rest.startsWith(start)) rest = rest.slice(start.length);
  return rest;
}

/** `format!("{}/{name}", a)`; `lookUp` knows the names in scope. A width or a conversion makes the piece unknown. */
export function formatText(
  format: string,
  args: readonly Argument[],
  lookUp: (name: string) => Value,
  place: Place,
): Value {
  let next = 0;
  const parts: TextPart[] = [];
  const add = (more: readonly TextPart[]): void => {
    for (const part of more) parts.push(part);
  };
  for (const piece of format.split(/(\{\{|\}\}|\{[^{}]*\})/)) {
    if (piece === "{{" || piece === "}}") parts.push(piece.charAt(0));
    else if (!piece.startsWith("{")) parts.push(piece);
    else {
      const name = piece.slice(1, -1).trim();
      const argument = name === "" ? args[next++] : /^\d+$/.test(name) ? args[Number(name)] : undefined;
      if (argument) add(textParts(argument.value, argument.place));
      else if (/^[A-Za-z_]\w*$/.test(name)) add(textParts(lookUp(name), place));
      else parts.push({ reason: `\`${piece}\` is not filled in`, place });
    }
  }
  return { kind: "text", parts: parts.filter((part) => part !== "") };
}
