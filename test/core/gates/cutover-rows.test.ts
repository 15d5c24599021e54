import { expect, test } from "vitest";

import { rowFindings } from "#core/gates/cutover/judge.ts";
import { RowBook, type Step } from "#core/gates/cutover/row-book.ts";
import type { CutoverSettings } from "#core/model/gates/gate-settings.ts";
import type { TableChange } from "#core/model/run/table-change.ts";

const command = { line: "true", place: { file: "portolan.yaml", range: rangeAt(3) } };
const request = { method: "GET", path: "/notes/{id}" };
const settings: CutoverSettings = {
  folder: ".",
  environment: {},
  start: command,
  switch: command,
  rollback: command,
  ready: "/",
  limitMs: 1,
  gapMs: 1,
  steadyMs: 1,
  write: { ...request, id: "/id" },
  read: { ...request, text: "/text" },
};

function rangeAt(line: number) {
  return { start: { line, character: 0 }, end: { line, character: 0 } };
}

/** Codes of what is found where rows were written in these steps, each acknowledged, and stand so often in the database. */
function checkRows(rows: readonly (readonly [step: Step, times: number])[]): readonly string[] {
  const book = new RowBook(() => 0.5);
  const inserted: string[][] = [];
  for (const [step, times] of rows) {
    const text = book.newText();
    book.add({ first: text, text, maybe: new Set(), isChanged: false, step, at: 0, id: text });
    for (let count = 0; count < times; count += 1) inserted.push([String(inserted.length), text]);
  }
  const change: TableChange = {
    table: "notes",
    columns: ["id", "text"],
    key: ["id"],
    inserted,
    updated: [],
    deleted: [],
  };
  const rehearsal = { findings: [], sent: [], times: [], book, crossed: { python: 0, rust: 0 } };
  return rowFindings(rehearsal, [change], settings).map(({ code, facts }) => `${code} ${facts["count"]}`);
}

test("rows are counted as those were that were written before the switch", () => {
  expect(
    checkRows([
      ["start", 1],
      ["switch", 1],
      ["rollback", 1],
    ]),
  ).toEqual([]);
  expect(
    checkRows([
      ["start", 1],
      ["switch", 0],
      ["switch", 2],
    ]),
  ).toEqual(["cutover-lost 1", "cutover-twice 1"]);
  // A server that keeps each text twice does so on both sides.
  expect(
    checkRows([
      ["start", 2],
      ["switch", 2],
    ]),
  ).toEqual([]);
});

test("where none was written before it, most rows say how often", () => {
  expect(
    checkRows([
      ["switch", 1],
      ["switch", 1],
      ["rollback", 1],
    ]),
  ).toEqual([]);
  expect(
    checkRows([
      ["switch", 1],
      ["switch", 1],
      ["rollback", 2],
    ]),
  ).toEqual(["cutover-twice 1"]);
});
