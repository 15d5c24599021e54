import type { GateResult } from "#core/model/gates/gate.ts";
import { findingLines } from "../findings/finding-lines.ts";
import { visible } from "../layout/visible.ts";
import { gateCounts, outcomeWords } from "./gate-report.ts";
import type { Paint } from "../layout/paint.ts";

/** What the gates came to, for a terminal: each with what it looked at and what it found. Ends with a line feed. */
export function gateText(results: readonly GateResult[], paint: Paint): string {
  const paragraphs = visible(results).map((result) =>
    [
      titleOf(result, paint),
      ...result.checked.map((text) => `  ${paint.dim(`checked: ${text}`)}`),
      ...findingLines(result.findings, paint),
    ].join("\n"),
  );
  return `${[...paragraphs, summaryOf(results, paint)].join("\n\n")}\n`;
}

function titleOf(result: GateResult, paint: Paint): string {
  const { name, outcome } = result;
  const words = outcomeWords(result);
  switch (outcome.kind) {
    case "passed":
      return `${paint.green(words)}  ${paint.bold(name)}`;
    case "failed":
      return `${paint.red(words)}  ${paint.bold(name)}`;
    case "not-run":
      return `${paint.yellow(words)}  ${paint.bold(name)}: ${outcome.reason}`;
  }
}

function summaryOf(results: readonly GateResult[], paint: Paint): string {
  const [count = "", counts = ""] = gateCounts(results).split(": ");
  return `${paint.bold(count)}: ${counts}`;
}
