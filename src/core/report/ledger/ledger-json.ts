import type { Finding } from "#core/model/finding.ts";
import type { Ledger, LedgerRow } from "#core/model/ledger.ts";
import type { Route } from "#core/model/route.ts";
import { findingRecord } from "../findings/finding-record.ts";

/**
 * The ledger for machines, `{ "version": 1, … }`: same ledger, same bytes, but for `times`, which says when each
 * verdict was made. Ends with a line feed.
 */
export function ledgerJson(ledger: Ledger, findings: readonly Finding[]): string {
  const report = {
    version: 1,
    progress: ledger.progress,
    milestones: ledger.progressByMilestone,
    endpoints: ledger.rows.map((row) => endpointEntry(row)),
    findings: findings.map((finding) => findingRecord(finding)),
    times: {
      verdicts: Object.fromEntries(
        ledger.rows.flatMap(({ key, verdict }) => (verdict === undefined ? [] : [[key, verdict.at]])),
      ),
    },
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

function endpointEntry(row: LedgerRow): object {
  const { key, method, path, status, milestones, operation, verdict, keptReason } = row;
  return {
    endpoint: key,
    method,
    path,
    status,
    milestones,
    contract: operation && { operationId: operation.operationId, place: operation.place },
    python: row.python.map((route) => routeEntry(route)),
    rust: row.rust.map((route) => routeEntry(route)),
    verdict: verdict && {
      verdict: verdict.verdict,
      cases: verdict.cases,
      matched: verdict.matched,
      isGenerated: verdict.isGenerated,
      reason: verdict.reason,
    },
    keptReason,
    findings: row.findings.map((finding) => findingRecord(finding)),
  };
}

function routeEntry({ framework, kind, path, place, handler, isStub }: Route): object {
  return { framework, kind, path, place, handler: handler && { name: handler.name, place: handler.place }, isStub };
}
