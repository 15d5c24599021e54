import type { RunEvent } from "#core/model/run/run-event.ts";

/** What came of each case: its verdict, its differences, and what both sides wrote. */
export function effectLines(events: readonly RunEvent[]): readonly string[] {
  return events.flatMap((event) => {
    if (event.kind !== "case-ended") return [];
    const { verdict, reason, differences, effects, case: sent } = event.result;
    return [
      `${sent.method} ${sent.target}: ${verdict}${reason === undefined ? "" : `: ${reason}`}`,
      ...differences.map(({ part, class: found, pointers, hint }) => {
        const where = `  ${part} ${found} ${pointers.python ?? pointers.rust}`;
        return hint === undefined ? where : `${where}\n    ${hint.text}`;
      }),
      ...(effects === undefined ? [] : [`  python ${effects.python}`, `  rust   ${effects.rust}`]),
    ];
  });
}
