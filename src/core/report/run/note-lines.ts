import type { CaseResult } from "#core/model/run/verdict.ts";
import { SIDES } from "#core/model/endpoint.ts";
import type { Paint } from "../layout/paint.ts";
import { counted, oneLine } from "../layout/text-table.ts";

/**
 * What a reader should know of a run besides its differences, each once with a count: headers that only one side sent
 * and that nobody compared, and notes of the comparison.
 */
export function noteLines(results: readonly CaseResult[], paint: Paint): readonly string[] {
  const alone = SIDES.flatMap((side) => {
    const names = results.flatMap(({ uncomparedHeaders }) => uncomparedHeaders?.[side] ?? []);
    const sender = side === "python" ? "Python" : "Rust";
    return [...countsOf(names)].map(
      ([name, count]) =>
        `Only ${sender} sends \`${oneLine(name)}\` (${counted(count, "case")}), and it was not compared.`,
    );
  });
  const notes = [...countsOf(results.flatMap(({ notes: own }) => own ?? []))];
  const lines = [...notes.map(([note, count]) => `${oneLine(note)} (${counted(count, "case")})`), ...alone];
  return lines.length === 0 ? [] : [paint.bold("notes"), ...lines.map((line) => `  ${line}`)];
}

function countsOf(texts: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts.toSorted()) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}
