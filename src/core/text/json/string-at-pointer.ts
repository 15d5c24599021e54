import { pointerNames } from "./json-pointer.ts";
import { parsedJson } from "./parsed-json.ts";

/** The string at a JSON pointer (RFC 6901), or undefined where the text is not JSON or has none there, or an empty one. */
export function stringAtPointer(text: string, pointer: string): string | undefined {
  let value = parsedJson(text);
  for (const name of pointerNames(pointer)) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Reflect.get(value, name);
  }
  return typeof value === "string" && value !== "" ? value : undefined;
}
