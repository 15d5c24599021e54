import { SIDES } from "#core/model/endpoint.ts";
import type { LedgerRow } from "#core/model/ledger.ts";
import { markdownCodeSpan, markdownText } from "#protocol/markdown.ts";
import { rowText } from "#protocol/verdict-text.ts";

/** What is known of an endpoint, as Markdown. */
export function endpointTooltip(row: LedgerRow, nowMs: number): string {
  const handlers = SIDES.flatMap((side) =>
    row[side].map(({ handler, place }) => {
      const { file, range } = handler?.place ?? place;
      return `${side === "python" ? "Python" : "Rust"}: ${markdownCodeSpan(handler?.name ?? "closure")} in ${markdownCodeSpan(`${file}:${range.start.line + 1}`)}`;
    }),
  );
  const lines = [
    `**${markdownCodeSpan(`${row.method} ${row.path}`)}**`,
    markdownText(rowText(row, nowMs)),
    row.verdict?.reason === undefined ? "" : markdownText(row.verdict.reason),
    row.keptReason === undefined ? "" : markdownText(row.keptReason),
    row.operation?.summary === undefined ? "" : markdownText(row.operation.summary),
    ...handlers,
    row.operation === undefined ? "Not in the contract." : "",
    row.milestones.length === 0 ? "" : `Milestone: ${row.milestones.map(markdownText).join(", ")}`,
  ];
  return lines.filter((line) => line !== "").join("\n\n");
}
