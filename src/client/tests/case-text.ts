import { type Side, SIDE_NAMES } from "#core/model/endpoint.ts";
import type { Difference } from "#core/model/run/difference.ts";
import type { CaseResult } from "#core/model/run/verdict.ts";

/** Of more differences nobody reads each; the panel has them all. */
const MOST_DIFFERENCES = 50;

/** How a case came out, as the Test Explorer shows it. */
export interface CaseText {
  /** Some sentences. */
  readonly message: string;
  /** What each side has at the places that differ, a line for the place and one below it for the value; absent where nothing was compared. */
  readonly sides?: Readonly<Record<Side, string>>;
}

/** What is said of a case that differs or failed. It grows with the number of differences only up to a bound. */
export function caseText({ verdict, reason, differences, omittedDifferences = 0 }: CaseResult): CaseText {
  if (verdict === "failed" || differences.length === 0) return { message: reason ?? "It could not be compared." };
  const shown = differences.slice(0, MOST_DIFFERENCES);
  const left = differences.length - shown.length + omittedDifferences;
  const count = shown.length + left;
  const hints = [...new Set(shown.flatMap(({ hint }) => hint?.text ?? []))];
  const sideText = (side: Side): string =>
    [
      ...shown.flatMap((difference) => [whereText(difference), `  ${difference.values[side] ?? "(absent)"}`]),
      ...(left > 0 ? [`(${left} more in Portolan's panel)`] : []),
    ].join("\n");
  return {
    message: [`${count} ${count === 1 ? "difference" : "differences"}.`, ...hints].join("\n"),
    sides: { python: sideText("python"), rust: sideText("rust") },
  };
}

/** What a case printed, a paragraph: its request, and what came of it. */
export function caseOutput(result: CaseResult): string {
  const { method, target, identity, name } = result.case;
  const { message, sides } = caseText(result);
  const head = `${name}: ${method} ${target}${identity === undefined ? "" : ` as ${identity}`}`;
  if (result.verdict === "match") return `${head}\n  match: ${coverageText(result)}\n`;
  const told = sides === undefined ? [] : sideLines(sides);
  return `${[head, ...message.split("\n"), ...told].join("\n  ")}\n`;
}

function coverageText({ coverage: { compared, ignored, loosened } }: CaseResult): string {
  const parts = [
    `${compared} ${compared === 1 ? "value" : "values"} compared`,
    ...(loosened > 0 ? [`${loosened} loosely`] : []),
    ...(ignored > 0 ? [`${ignored} ignored`] : []),
  ];
  return parts.join(", ");
}

function sideLines({ python, rust }: Readonly<Record<Side, string>>): readonly string[] {
  const rustLines = rust.split("\n");
  return python.split("\n").flatMap((line, index) => {
    const other = rustLines[index] ?? "";
    return line === other ? [line] : [`− ${SIDE_NAMES.python} ${line.trim()}`, `+ ${SIDE_NAMES.rust} ${other.trim()}`];
  });
}

function whereText({ part, pointers, row }: Difference): string {
  const where = pointers.python ?? pointers.rust ?? "";
  switch (part) {
    case "status":
      return "status";
    case "header":
      return `header ${where}`;
    case "body":
      return where === "" ? "body" : where;
    case "effect":
      return `effect ${where}${row === undefined ? "" : ` (${row})`}`;
  }
}
