import type { Place } from "#core/model/place.ts";

/**
 * The first place that a compiler's output names, as in `src/api.ts(12,5): error …` and `src/api.ts:12:5 - error …`;
 * `folder` is where it ran.
 */
export function placeInComplaint(message: string, folder: string): Place | undefined {
  const found = /^\s*([^\s():][^():]*)(?:\((\d+),(\d+)\)|:(\d+):(\d+))/m.exec(message);
  if (found === null) return undefined;
  const [, file = "", line = found[4], character = found[5]] = found;
  const start = { line: Math.max(0, Number(line) - 1), character: Math.max(0, Number(character) - 1) };
  return { file: folder === "." || file.startsWith("/") ? file : `${folder}/${file}`, range: { start, end: start } };
}
