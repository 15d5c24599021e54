import { type Arbitrary, array, constantFrom, integer, tuple, uniqueArray } from "fast-check";

import { word } from "./look-alike.ts";

/** What two sides wrote, as JSON, that looks like the cause of a hint about rows and comes from another. */
export type EffectLookAlikes = Readonly<Record<string, Arbitrary<readonly [python: string, rust: string]>>>;

/** Rows that were inserted into a table, updated or deleted. */
const written = (rows: readonly object[], list = "inserted"): string =>
  JSON.stringify({ nodes: { key: ["id"], [list]: rows } });

const lists = constantFrom("inserted", "updated", "deleted");

const rows = uniqueArray(tuple(integer({ min: 1, max: 50 }), word), {
  minLength: 1,
  maxLength: 5,
  selector: ([id]) => id,
}).map((pairs) => pairs.map(([id, name]) => ({ id, name })));

/** A column that one of two schemas lacks: rows are written on both sides. */
const withColumn = tuple(
  rows,
  lists,
  word.filter((name) => name !== "name"),
).map(([plain, list, column]) => ({
  plain: written(plain, list),
  wide: written(
    plain.map((row) => ({ ...row, [column]: 1 })),
    list,
  ),
}));

/** The same rows, of which one says something else. */
const changed = tuple(rows, lists).map(([plain, list]) => ({
  before: written(plain, list),
  after: written(
    plain.map((row, at) => (at === 0 ? { ...row, name: `${row.name}!` } : row)),
    list,
  ),
}));

const textColumn = (text: string): string => written([{ id: 1, document: text }]);

const differentJson = tuple(array(integer(), { minLength: 1, maxLength: 4 }), integer(), word).chain(
  ([list, another, name]) =>
    constantFrom<readonly [string, string]>(
      [JSON.stringify(list), JSON.stringify([...list, another])],
      [JSON.stringify({ [name]: list }), JSON.stringify({ [`${name}_`]: list })],
      [`{"${name}": 1, "b_": 2}`, `{"b_": 2, "${name}": 1}`],
      [`[${another}]`, `[${another}.0]`],
      [`{${name}: 1}`, `{${name}:1}`],
      [`["${name} x"]`, `["${name}x"]`],
      [name, `${name} `],
    ),
);

/** By the hint's code. */
export const EFFECT_LOOK_ALIKES: EffectLookAlikes = {
  "effect-missing": withColumn.chain(({ plain, wide }) =>
    changed.chain(({ before, after }) =>
      constantFrom([wide, plain] as const, [plain, wide] as const, [before, after] as const),
    ),
  ),
  "effect-extra": withColumn.chain(({ plain, wide }) =>
    changed.chain(({ before, after }) =>
      constantFrom([wide, plain] as const, [plain, wide] as const, [after, before] as const),
    ),
  ),
  "json-as-text": differentJson.map(([python, rust]) => [textColumn(python), textColumn(rust)] as const),
};
