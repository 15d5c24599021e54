import { knownText, type Entry } from "./values.ts";

/** Tells a route from others of its router, however often the list of them was made. */
export function keyOf(entry: Entry): string {
  const path = knownText(entry.path?.value) ?? JSON.stringify(entry.path?.place);
  const methods = entry.kind === "route" ? [...entry.methods, ...entry.implicit].join(" ") : "include";
  return `${methods} ${path} ${entry.place.file}:${entry.place.range.start.line}:${entry.place.range.start.character}`;
}
