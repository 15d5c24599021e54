import type { Finding } from "#core/model/finding.ts";
import { type Ledger, type LedgerRow, STATUSES } from "#core/model/ledger.ts";
import { findingLines } from "../findings/finding-lines.ts";
import type { Paint } from "../layout/paint.ts";
import { caseCountText } from "../layout/case-count.ts";
import { statusText } from "../layout/status-mark.ts";
import { visible } from "../layout/visible.ts";
import { alignedLines, counted } from "../layout/text-table.ts";

/**
 * The ledger for a terminal: one aligned line an endpoint, the progress of each milestone, the counts, then the
 * findings. Ends with a line feed.
 */
export function ledgerText(written: Ledger, findings: readonly Finding[], paint: Paint): string {
  const ledger = visible(written);
  const parts = [
    alignedLines(ledger.rows.map((row) => rowLine(row, paint))),
    alignedLines(
      Object.entries(ledger.progressByMilestone).map(([name, { verified, total }]) => [
        `milestone ${name}`,
        `${verified} of ${total} verified`,
      ]),
    ),
    [ledgerSummary(ledger, paint)],
    findingLines(findings, paint),
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

/** `9 endpoints: 8 verified, 1 unported` */
function ledgerSummary({ rows }: Ledger, paint: Paint): string {
  const counts = STATUSES.toReversed().flatMap((status) => {
    const count = rows.filter((row) => row.status === status).length;
    return count === 0 ? [] : [`${count} ${status}`];
  });
  return `${paint.bold(counted(rows.length, "endpoint"))}${counts.length > 0 ? `: ${counts.join(", ")}` : ""}`;
}

function rowLine(row: LedgerRow, paint: Paint): readonly string[] {
  const cases = row.verdict === undefined ? "" : caseCountText(row.verdict);
  const reason = row.keptReason ?? (row.status === "failed" ? (row.verdict?.reason ?? "") : "");
  return [
    statusText(row.status, paint),
    row.method,
    row.path,
    paint.dim(row.milestones.join(", ")),
    cases,
    paint.dim(reason),
  ];
}
