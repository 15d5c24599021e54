import type { GateResult } from "#core/model/gate.ts";
import { findingLines } from "../findings/finding-lines.ts";
import { visible } from "../layout/visible.ts";
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

function titleOf({ name, outcome }: GateResult, paint: Paint): string {
  switch (outcome.kind) {
    case "passed":
      return `${paint.green("✓ passed")}  ${paint.bold(name)}`;
    case "failed":
      return `${paint.red("✗ failed")}  ${paint.bold(name)}`;
    case "not-run":
      return `${paint.yellow("– not run")}  ${paint.bold(name)}: ${outcome.reason}`;
  }
}

/** `2 gates: 1 passed, 1 failed` */
function summaryOf(results: readonly GateResult[], paint: Paint): string {
  const counts = (["passed", "failed", "not-run"] as const).flatMap((kind) => {
    const count = results.filter(({ outcome }) => outcome.kind === kind).length;
    return count === 0 ? [] : [`${count} ${kind.replace("-", " ")}`];
  });
  return `${paint.bold(`${results.length} ${results.length === 1 ? "gate" : "gates"}`)}: ${counts.join(", ")}`;
}
