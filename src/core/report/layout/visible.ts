import { isHiding, shownLine } from "./text-table.ts";

/**
 * The same record with every text on one line and nothing in it that a terminal or the log of a job obeys: paths, names
 * and reasons come from sources and servers. What holds nothing of the sort stays the very same object.
 */
export function visible<T>(value: T): T {
  return cleaned(value) as T;
}

function cleaned(value: unknown): unknown {
  if (typeof value === "string") return isHiding(value) ? visibleText(value) : value;
  if (Array.isArray(value)) {
    const items = value.map((each: unknown) => cleaned(each));
    return items.some((item, at) => item !== value[at]) ? items : value;
  }
  if (typeof value !== "object" || value === null || value instanceof Map) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, cleaned(each)] as const);
  const own: Readonly<Record<string, unknown>> = { ...value };
  return entries.some(([key, each]) => each !== own[key]) ? Object.fromEntries(entries) : value;
}

/** A text on one line; what is hidden in it is written as JSON escapes. */
export function visibleText(text: string): string {
  return shownLine(text.replaceAll(/\s+/g, " "));
}

/** Lines of a text that has no colours of ours, each as it can be shown; the line ends stay, a program's colours go. */
export function visibleLines(text: string): string {
  if (!isHiding(text)) return text;
  return text
    .replaceAll(COLOUR, "")
    .split("\n")
    .map((line) => shownLine(line))
    .join("\n");
}

const COLOUR = new RegExp(`${String.fromCodePoint(27)}\\[[\\d;]*m`, "g");
