import { isTextTooLong, MAX_ENTRIES, MAX_ITEMS } from "../../value-limits.ts";
import type { Value } from "./values.ts";

/** Whether a value is larger than what makes up routes: following it further would never end. */
export function isTooLarge(value: Value): boolean {
  if (value.kind === "text") return isTextTooLong(value.parts);
  if (value.kind === "list") return value.items.length > MAX_ITEMS;
  if (value.kind === "method-router") return value.answers.length > MAX_ITEMS;
  return value.kind === "router" && value.router.entries.length > MAX_ENTRIES;
}
