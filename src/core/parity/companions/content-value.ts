import { readJson } from "#core/text/json/json-reader.ts";
import type { StoredValue } from "#core/model/run/table-change.ts";

/** A text, as JSON where it is an object or an array, so that it is compared value by value, as a body is. */
export function contentValue(text: string): StoredValue {
  const isJson = /^\s*[[{]/.test(text) && readJson(text).kind === "document";
  return isJson ? { kind: "json", text } : text;
}
