import type { Finding } from "#core/model/finding.ts";
import type { FindingRecord } from "#core/model/run/run-record.ts";
import { findingText } from "./finding-text.ts";

/** A finding as it was found, and its sentence. */
export function findingRecord(finding: Finding): FindingRecord {
  const { code, severity, endpoint, place, facts } = finding;
  return {
    code,
    severity,
    message: findingText(finding),
    ...(endpoint !== undefined && { endpoint }),
    ...(place !== undefined && { place }),
    facts,
  };
}
