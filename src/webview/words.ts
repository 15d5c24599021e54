import type { DifferenceClass } from "#core/model/run/difference.ts";
import type { Verdict } from "#core/model/run/verdict.ts";
import type { IconName } from "./icon.tsx";

/** Never colour alone: each verdict has an icon of its own and a word. */
export const VERDICT_WORDS: Readonly<Record<Verdict, { readonly icon: IconName; readonly word: string }>> = {
  match: { icon: "pass", word: "Match" },
  differs: { icon: "error", word: "Differs" },
  failed: { icon: "warning", word: "Failed" },
};

export const CLASS_WORDS: Readonly<Record<DifferenceClass, string>> = {
  status: "Status",
  header: "Header",
  missing: "Missing in Rust",
  extra: "Only in Rust",
  "null-against-missing": "Null against missing",
  type: "Type",
  value: "Value",
  spelling: "Spelling",
  precision: "Precision",
  "key-order": "Key order",
  "element-order": "Element order",
  moved: "Moved",
  "duplicate-key": "Duplicate key",
  escape: "Escape",
  encoding: "Encoding",
  "not-json": "Not JSON",
};

/** `(1, "case")` → `1 case`, `(2, "case")` → `2 cases`; thousands are grouped. */
export function counted(count: number, word: string): string {
  return `${count.toLocaleString("en")} ${word}${count === 1 ? "" : "s"}`;
}

/** How long ago a moment was; `at` in ISO 8601, `now` in milliseconds since 1970. `2 min ago` */
export function ageText(at: string, now: number): string {
  const minutes = Math.floor((now - Date.parse(at)) / 60_000);
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ago`;
  return `${Math.floor(hours / 24)} days ago`;
}
