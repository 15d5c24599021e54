import { expect, test } from "vitest";

import { effectTexts } from "#core/compare/effects/effect-documents.ts";
import { compareEffects } from "#core/compare/effects/compare-effects.ts";
import { emptyTally } from "#core/compare/tally.ts";
import type { Answer } from "#core/model/run/exchange.ts";
import type { TableChange } from "#core/model/run/table-change.ts";

const ANSWER: Answer = { kind: "answer", status: 200, headers: [], body: { kind: "empty" }, durationMs: 1 };

/** Where two effects differ. */
function checkOrder(python: TableChange, rust: TableChange): readonly string[] {
  const effects = effectTexts({ python: [python], rust: [rust] });
  const found = compareEffects(
    effects,
    { python: ANSWER, rust: ANSWER },
    { rules: [], limit: 100, isTimeUp: undefined },
    emptyTally(),
  );
  return found.map(({ class: each, pointers }) => `${each} ${pointers.python ?? pointers.rust}`);
}

function table(texts: readonly string[], more: Partial<TableChange> = {}): TableChange {
  const inserted = texts.map((text, at) => [String(at), { kind: "json", text } as const]);
  return { table: "kept", columns: ["name", "value"], key: ["name"], inserted, updated: [], deleted: [], ...more };
}

test("the order of rows means nothing, the order of what stands in them does", () => {
  const rows = table(['["a","b"]', '["c"]']);
  expect(checkOrder(rows, { ...rows, inserted: rows.inserted.toReversed() })).toEqual([]);
  expect(checkOrder(rows, table(['["b","a"]', '["c"]']))).toEqual(["moved /kept/inserted/0/value/1"]);
});

test("the order of requests counts", () => {
  const asked = (texts: readonly string[]): TableChange =>
    table(texts, { key: [], columns: ["n", "value"], areRequests: true });
  const requests = asked(['"a"', '"b"']);
  expect(checkOrder(requests, requests)).toEqual([]);
  const turned = { ...requests, inserted: requests.inserted.toReversed() };
  expect(checkOrder(requests, turned)).toEqual(["moved /kept/asked/0"]);
});
