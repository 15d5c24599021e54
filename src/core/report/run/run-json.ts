import { runRecord } from "./run-record.ts";
import type { RunReport } from "./run-report.ts";

/**
 * A run for machines, as `media/portolan-run.schema.json` describes it: same answers, same bytes, but for the block
 * `times` at the end, which has every moment and duration. Ends with a line feed.
 */
export function runJson(report: RunReport): string {
  return `${JSON.stringify(runRecord(report), undefined, 2)}\n`;
}
