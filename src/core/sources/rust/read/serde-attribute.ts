import type { SerdeAttributes } from "#core/model/sources/rust-facts.ts";
import type { SyntaxNode } from "#core/syntax/create-syntax.ts";

/** Reads `#[serde(rename = "x", default, …)]`, also within `cfg_attr`; what the wire does not show is left out. */
export function readSerde(attributes: readonly SyntaxNode[]): SerdeAttributes {
  const texts = attributes.flatMap(({ text }) => insideOfSerde(text));
  if (texts.length === 0) return {};
  const values = new Map<string, string>();
  const words = new Set<string>();
  const aliases: string[] = [];
  for (const text of texts) readEntries(text, values, words, aliases);
  const rename = values.get("rename") ?? values.get("rename(serialize)");
  const renameRead = values.get("rename(deserialize)");
  const renameAll = values.get("rename_all") ?? values.get("rename_all(serialize)");
  const renameAllFields = values.get("rename_all_fields") ?? values.get("rename_all_fields(serialize)");
  const tag = values.get("tag");
  const content = values.get("content");
  return {
    ...(rename !== undefined && { rename }),
    ...(renameRead !== undefined && { renameRead }),
    ...(renameAll !== undefined && { renameAll }),
    ...(renameAllFields !== undefined && { renameAllFields }),
    ...(aliases.length > 0 && { aliases }),
    ...(tag !== undefined && { tag }),
    ...(content !== undefined && { content }),
    ...(words.has("untagged") && { isUntagged: true }),
    ...(words.has("transparent") && { isTransparent: true }),
    ...(words.has("flatten") && { isFlattened: true }),
    ...((words.has("skip") || words.has("skip_serializing")) && { isSkipped: true }),
    ...((words.has("default") || values.has("default")) && { isDefaulted: true }),
    ...(["with", "deserialize_with", "from", "try_from"].some((each) => values.has(each)) && { isReadOtherwise: true }),
  };
}

function insideOfSerde(text: string): readonly string[] {
  const start = /(?:^#\[|,)\s*serde\s*\(/.exec(text);
  if (!start) return [];
  // What closes it from the end on: the attribute, `cfg_attr(…)` where it stands within one, and itself.
  let rest = withoutLast(text.slice(start.index + start[0].length), "]") ?? "";
  if (!start[0].startsWith("#")) rest = withoutLast(rest, ")") ?? rest;
  const inside = withoutLast(rest, ")");
  return inside === undefined ? [] : [inside];
}

/** A text without the sign at its end and the blanks around it; undefined where it ends in another one. */
function withoutLast(text: string, sign: string): string | undefined {
  const trimmed = text.trimEnd();
  return trimmed.endsWith(sign) ? trimmed.slice(0, -sign.length) : undefined;
}

const ENTRY = /(\w+)\s*(?:=\s*"((?:\\.|[^"\\])*)"|\(((?:[^()"]|"(?:\\.|[^"\\])*")*)\))?/g;

function readEntries(text: string, values: Map<string, string>, words: Set<string>, aliases: string[]): void {
  for (const [, name = "", value, inner] of text.matchAll(ENTRY)) {
    if (inner !== undefined) {
      for (const [, way = "", each = ""] of inner.matchAll(/\b(\w+)\s*=\s*"((?:\\.|[^"\\])*)"/g)) {
        values.set(`${name}(${way})`, each);
      }
    } else if (value === undefined) words.add(name);
    else if (name === "alias") aliases.push(value);
    else values.set(name, value);
  }
}
