import { availableParallelism, loadavg } from "node:os";

import { create } from "jsondiffpatch";
import microdiff from "microdiff";

import { type ComparisonResult, compareExchanges } from "#core/compare/compare-exchanges.ts";
import type { Exchange } from "#core/model/run/exchange.ts";
import { type Result, printResults } from "../index/print-results.ts";
import { ARRAY_PAIRS, type ArrayPair, rowsOf, shiftedAndChanged } from "./bodies.ts";

/**
 * `npm run bench compare`: what a lossless comparison costs, as a ratio to two plain `JSON.parse` calls on the same
 * bodies, beside two libraries that compare JavaScript values; and how the worst cases of arrays grow.
 */
const TRIES = 9;
const ROWS = 20_000;
const CHANGES = 200;
const LARGE_BYTES = 50 * 1024 * 1024;

console.log(`${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}; times are the best of several tries.`);
measureShifted();
measureLarge();
for (const pair of ARRAY_PAIRS) measureGrowth(pair);

/** Two bodies of some 4 MB: one row inserted at the front, 200 values changed. */
function measureShifted(): void {
  const rows = rowsOf(ROWS);
  const python = JSON.stringify(rows);
  const rust = JSON.stringify(shiftedAndChanged(rows, CHANGES));
  const { differences } = compare(python, rust);
  if (differences.length !== CHANGES + 1) throw new Error(`${differences.length} differences were found`);

  const parse = (): readonly unknown[] => [JSON.parse(python), JSON.parse(rust)];
  const byId = create({ objectHash: (row: object) => ("id" in row ? String(row.id) : undefined) });
  const times = best(TRIES, {
    parse,
    portolan: () => compare(python, rust),
    microdiff: () => {
      const [left, right] = parse();
      return microdiff(asRows(left), asRows(right));
    },
    jsondiffpatch: () => {
      const [left, right] = parse();
      return byId.diff(left, right);
    },
  });
  const found = microdiff(asRows(JSON.parse(python)), asRows(JSON.parse(rust))).length;
  printResults(`${ROWS} objects, ${megabytes(python)}, one inserted at the front, ${CHANGES} values changed`, [
    { what: "two JSON.parse", value: times.parse, unit: "ms" },
    {
      what: "parse losslessly and compare",
      value: times.portolan / times.parse,
      unit: "×",
      target: 2,
      note: `${differences.length} differences`,
    },
    { what: "JSON.parse and microdiff", value: times.microdiff / times.parse, unit: "×", note: `${found} differences` },
    {
      what: "JSON.parse and jsondiffpatch",
      value: times.jsondiffpatch / times.parse,
      unit: "×",
      note: "told by hand that `id` identifies rows",
    },
  ]);
}

/** Two equal bodies of 50 MB: of the same bytes, and with a line feed here and there, so that their texts differ. */
function measureLarge(): void {
  const rows = rowsOf(Math.ceil(LARGE_BYTES / 205));
  const text = JSON.stringify(rows);
  // Another string, as it comes from another server.
  const copy = Buffer.from(text).toString();
  const laidOut = text.replaceAll('},{"id"', '},\n{"id"');
  const isMatch = [compare(text, copy), compare(text, laidOut)].every(({ verdict }) => verdict === "match");
  if (!isMatch) throw new Error("two equal bodies differ");
  const times = best(2, {
    parse: () => [JSON.parse(text), JSON.parse(laidOut)],
    same: () => compare(text, copy),
    laidOut: () => compare(text, laidOut),
  });
  const before = process.memoryUsage().rss;
  compare(text, laidOut);
  const growth = (process.memoryUsage().rss - before) / 1024 / 1024;
  printResults(`two equal bodies of ${megabytes(text)}`, [
    { what: "two JSON.parse", value: times.parse, unit: "ms" },
    { what: "the same bytes", value: times.same / times.parse, unit: "×", target: 1.2 },
    { what: "laid out otherwise", value: times.laidOut / times.parse, unit: "×", target: 1.2 },
    { what: "memory that one more comparison takes", value: growth, unit: "MB" },
  ]);
}

/** How the time of an array strategy's worst case grows with the number of elements: 1 is linear, 2 is quadratic. */
function measureGrowth({ name, make }: ArrayPair): void {
  const sizes = [1000, 10_000, 100_000];
  const times = sizes.map((size) => {
    const [python, rust] = make(size);
    return best(size > 10_000 ? 3 : 10, { time: () => compare(python, rust) }).time;
  });
  const [first = 1, , last = 1] = times;
  const exponent = Math.log10(last / first) / Math.log10((sizes.at(-1) ?? 1) / (sizes[0] ?? 1));
  const results: readonly Result[] = sizes.map((size, at) => ({
    what: `${size} elements`,
    value: times[at] ?? Number.NaN,
    unit: "ms",
  }));
  printResults(`arrays ${name}`, [...results, { what: "growth exponent", value: exponent, unit: "", target: 1.2 }]);
}

function compare(python: string, rust: string): ComparisonResult {
  return compareExchanges({ python: exchangeOf(python), rust: exchangeOf(rust), rules: [] });
}

function exchangeOf(text: string): Exchange {
  return {
    request: { method: "GET", url: "http://127.0.0.1:1/", headers: [] },
    outcome: {
      kind: "answer",
      status: 200,
      headers: [["content-type", "application/json"]],
      body: { kind: "text", text },
      durationMs: 0,
    },
  };
}

/** The best time of each work, in milliseconds. The tries alternate, so that what else the machine does hits all alike. */
function best<Name extends string>(tries: number, works: Readonly<Record<Name, () => unknown>>): Record<Name, number> {
  const names = Object.keys(works) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, Infinity])) as Record<Name, number>;
  for (let attempt = 0; attempt < tries; attempt++) {
    for (const name of names) {
      globalThis.gc?.();
      const start = performance.now();
      works[name]();
      times[name] = Math.min(times[name], performance.now() - start);
    }
  }
  return times;
}

function asRows(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new TypeError("the rows are no array");
  return value;
}

function megabytes(text: string): string {
  return `${(Buffer.byteLength(text) / 1024 / 1024).toFixed(1)} MB`;
}
