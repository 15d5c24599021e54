import type { DifferenceClass, Severity } from "#core/model/run/difference.ts";

/**
 * How much a difference of each class matters to a client that was written against Python's answer. What is
 * `cosmetic` does not fail a case: a JSON reader cannot tell the two apart.
 */
export const SEVERITIES: Readonly<Record<DifferenceClass, Severity>> = {
  status: "breaking",
  header: "changed",
  missing: "breaking",
  extra: "additive",
  "null-against-missing": "changed",
  type: "breaking",
  value: "changed",
  spelling: "cosmetic",
  precision: "changed",
  "key-order": "cosmetic",
  "element-order": "changed",
  moved: "changed",
  "duplicate-key": "changed",
  escape: "cosmetic",
  encoding: "changed",
  "not-json": "breaking",
};
