import { expect, test } from "vitest";

import type { DatabaseChanges, TableChange } from "#core/model/run/table-change.ts";
import { changesBetween } from "#core/parity/state/changes-between.ts";

function asked(...requests: readonly string[]): DatabaseChanges {
  const table: TableChange = {
    table: "${stub:mail}",
    columns: ["request"],
    key: [],
    inserted: requests.map((request) => [request]),
    updated: [],
    deleted: [],
    areRequests: true,
  };
  return { kind: "changes", tables: requests.length === 0 ? [] : [table] };
}

test("a step has the requests that came since the one before it, equal ones as well", () => {
  expect(changesBetween(asked("A"), asked("A", "A", "B"))).toEqual(asked("A", "B"));
  expect(changesBetween(asked(), asked("A"))).toEqual(asked("A"));
  expect(changesBetween(asked("A", "B"), asked("A", "B"))).toEqual(asked());
});
