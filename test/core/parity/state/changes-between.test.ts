import { expect, test } from "vitest";

import type { DatabaseChanges, StoredRow } from "#core/model/run/table-change.ts";
import { changesBetween } from "#core/parity/state/changes-between.ts";

/** Files as rows of a table, `path: content`; of an updated one what it was and what it is, `path: old → new`. */
interface Files {
  readonly inserted?: readonly string[];
  readonly updated?: readonly string[];
  readonly deleted?: readonly string[];
}

function changes({ inserted = [], updated = [], deleted = [] }: Files): DatabaseChanges {
  const row = (text: string): StoredRow => text.split(": ");
  const pair = (text: string) => {
    const [path = "", before = "", after = ""] = text.split(/: | → /);
    return { before: [path, before], after: [path, after] };
  };
  const table = { table: "${data}", columns: ["path", "content"], key: ["path"] };
  return {
    kind: "changes",
    tables: [{ ...table, inserted: inserted.map(row), updated: updated.map(pair), deleted: deleted.map(row) }],
  };
}

/** What changed from the earlier state to the later one, of both of which it is known how they differ from the base. */
function checkBetween(earlier: Files, later: Files): readonly string[] {
  const found = changesBetween(changes(earlier), changes(later));
  if (found.kind !== "changes") return [found.kind];
  return found.tables.flatMap(({ inserted, updated, deleted }) => [
    ...inserted.map((row) => `+ ${rowText(row)}`),
    ...updated.map(({ before, after }) => `~ ${rowText(before)} → ${rowText(after.slice(1))}`),
    ...deleted.map((row) => `- ${rowText(row)}`),
  ]);
}

function rowText(row: StoredRow): string {
  return row.map((value) => (typeof value === "string" ? value : "?")).join(": ");
}

test("what stayed as it was in the earlier state is no change of the later one", () => {
  const files = { inserted: ["a: 1"], updated: ["b: 1 → 2"], deleted: ["c: 1"] };
  expect(checkBetween(files, files)).toEqual([]);
  expect(changesBetween(changes(files), changes(files))).toEqual({ kind: "changes", tables: [] });
});

test("what came, went and changed since the earlier state is told against that state", () => {
  expect(checkBetween({}, { inserted: ["a: 1"], updated: ["b: 1 → 2"], deleted: ["c: 1"] })).toEqual([
    "+ a: 1",
    "~ b: 1 → 2",
    "- c: 1",
  ]);
  expect(
    checkBetween({ inserted: ["a: 1"], updated: ["b: 1 → 2"] }, { inserted: ["a: 2"], updated: ["b: 1 → 3"] }),
  ).toEqual(["~ a: 1 → 2", "~ b: 2 → 3"]);
  expect(checkBetween({ updated: ["b: 1 → 2"] }, { deleted: ["b: 1"] })).toEqual(["- b: 2"]);
});

test("what is again as in the base has changed since the earlier state", () => {
  expect(checkBetween({ inserted: ["a: 1"], updated: ["b: 1 → 2"], deleted: ["c: 1"] }, {})).toEqual([
    "+ c: 1",
    "~ b: 2 → 1",
    "- a: 1",
  ]);
});

test("where one state was too much to be told, so is what lies between", () => {
  const tooMany = { kind: "too many", table: "${data}", limit: 1 } as const;
  expect(changesBetween(tooMany, changes({}))).toBe(tooMany);
  expect(changesBetween(changes({}), tooMany)).toBe(tooMany);
});
