import { SIDES } from "#core/model/endpoint.ts";
import type { LedgerRow } from "#core/model/ledger.ts";
import { rowText } from "#protocol/verdict-text.ts";

/** What is known of an endpoint, as Markdown. */
export function endpointTooltip(row: LedgerRow, nowMs: number): string {
  const handlers = SIDES.flatMap((side) =>
    row[side].map(({ handler, place }) => {
      const { file, range } = handler?.place ?? place;
      return `${side === "python" ? "Python" : "Rust"}: \`${handler?.name ?? "closure"}\` in \`${file}:${range.start.line + 1}\``;
    }),
  );
  const lines = [
    `**\`${row.method} ${row.path}\`**`,
    asText(rowText(row, nowMs)),
    row.verdict?.reason === undefined ? "" : asText(row.verdict.reason),
    row.keptReason === undefined ? "" : asText(row.keptReason),
    row.operation?.summary === undefined ? "" : asText(row.operation.summary),
    ...handlers,
    row.operation === undefined ? "Not in the contract." : "",
    row.milestones.length === 0 ? "" : `Milestone: ${row.milestones.map(asText).join(", ")}`,
  ];
  return lines.filter((line) => line !== "").join("\n\n");
}

function asText(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#+\-.!|<>~]/g, String.raw`\$&`);
}
