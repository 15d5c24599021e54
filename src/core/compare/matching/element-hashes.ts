import type { JsonDocument } from "#core/text/json/json-document.ts";
import {
  ARRAY,
  NAME_HAS_ESCAPE,
  NONE,
  NUMBER,
  STRING,
  VALUE_HAS_ESCAPE,
  nameOf,
  nextOf,
  rawOf,
  stringOf,
} from "#core/text/json/json-document.ts";
import { allowanceName } from "#core/model/rules/allowance.ts";
import { nothingOf } from "../allowances/alike.ts";
import { ALLOWANCES, blankedBy } from "../allowances/allowances.ts";
import type { LeewayTable, MarkedDocument } from "../rules/rule-marks.ts";
import { UNMARKED, type RuleLeeway, concernsKind } from "../rules/rule-marks.ts";

/** The hashes of a body's nodes, made when they are asked for. */
export interface ElementHashes {
  readonly document: JsonDocument;
  readonly marks: Int32Array | undefined;
  readonly leeways: LeewayTable;
  /** By node; 0 where nobody has asked, and for the rare hash that is. */
  readonly known: Float64Array;
  /** A hash has two lanes of 32 bits; a container gathers its children in them until its own turn comes. */
  readonly highs: Int32Array;
  readonly lows: Int32Array;
  /** One double, and the same bytes as two halves. */
  readonly double: Float64Array;
  readonly halves: Int32Array;
}

/** No hash yet for any node. */
export function elementHashes({ document, marks, leeways }: MarkedDocument): ElementHashes {
  const { count } = document;
  const known = new Float64Array(count);
  const double = new Float64Array(1);
  const halves = new Int32Array(double.buffer);
  return { document, marks, leeways, known, highs: new Int32Array(count), lows: new Int32Array(count), double, halves };
}

/**
 * A number that is the same for equal values: order of members, escapes and spelling of numbers do not count, nor does
 * what a rule ignores. Two different values may share one by chance, so that a match found by it is always compared
 * for real.
 */
export function hashOf(hashes: ElementHashes, node: number): number {
  const known = hashes.known[node] ?? 0;
  if (known !== 0) return known;
  hashAll(hashes, node);
  return hashes.known[node] ?? 0;
}

/** Hashes all that lies in `first`; children come after their container, so that a pass from the end has them before it. */
function hashAll(hashes: ElementHashes, first: number): void {
  const { document, marks, leeways, known, highs, lows, double, halves } = hashes;
  const { text, kinds, starts, ends, parents, ordinals, nameStarts } = document;
  for (let node = nextOf(document, first) - 1; node >= first; node--) {
    const kind = kinds[node] ?? 0;
    const leeway = marks === undefined ? undefined : leeways.leeway(marks[node] ?? UNMARKED);
    // What is not compared for equality is hashed by its type.
    const blanked = leeway === undefined || kind !== STRING ? undefined : blankedText(hashes, leeway, node);
    const isLoose =
      leeway !== undefined &&
      blanked === undefined &&
      (leeway.swallow !== undefined || (kind < ARRAY && concernsKind(leeway, kind)));
    let high = kind;
    let low = kind;
    if (!isLoose && kind >= ARRAY) {
      high ^= highs[node] ?? 0;
      low ^= lows[node] ?? 0;
      highs[node] = 0;
      lows[node] = 0;
    } else if (!isLoose && kind >= NUMBER) {
      const value = kind === NUMBER ? doubleOf(document, node) : Number.NaN;
      if (Number.isNaN(value)) {
        const escaped = blanked ?? unescaped(document, node);
        const from = escaped === undefined ? (starts[node] ?? 0) : 0;
        const to = escaped === undefined ? (ends[node] ?? 0) : escaped.length;
        const written = escaped ?? text;
        for (let at = from; at < to; at++) {
          const code = written.charCodeAt(at);
          high = Math.imul(high ^ code, 0x01000193);
          low = (Math.imul(low, 31) + code) | 0;
        }
      } else {
        double[0] = value;
        // The lower half of a small number is zero: both lanes take from both.
        const lower = halves[0] ?? 0;
        const upper = halves[1] ?? 0;
        high ^= lower ^ Math.imul(upper, 0x9e3779b1);
        low ^= upper ^ Math.imul(lower, 0x85ebca6b);
      }
    }
    high = mix(high, 0x2c1b3c6d);
    low = mix(low, 0x297a2d39);
    known[node] = (high >>> 0) * 0x100000 + (low >>> 12);

    const parent = parents[node] ?? NONE;
    if (parent < first || leeway?.swallow?.allow === "ignore") continue;
    if (leeway !== undefined && saysNothing(leeway, document, node)) continue;
    // Elements bring their place along, members their name; a sum, so that the order of members does not count.
    const isElement = (nameStarts[node] ?? NONE) === NONE;
    const isUnordered =
      isElement && marks !== undefined && leeways.leeway(marks[parent] ?? UNMARKED)?.order !== undefined;
    const ordinal = isUnordered ? 0 : (ordinals[node] ?? 0);
    const place = isElement ? ordinal : nameHash(document, node);
    highs[parent] = (highs[parent] ?? 0) + mix(high ^ Math.imul(place, 0x9e3779b1), 0x85ebca6b);
    lows[parent] = (lows[parent] ?? 0) + mix(low ^ Math.imul(place, 0xc2b2ae35), 0x7feb352d);
  }
}

/** What a rule takes for the same as another way to say nothing, being absent among them, is as if it were absent. */
function saysNothing({ presences }: RuleLeeway, document: JsonDocument, node: number): boolean {
  if (presences.length === 0) return false;
  const nothing = nothingOf(document, node);
  return nothing !== undefined && presences.some(({ allow: { value } }) => value.includes(nothing));
}

/** A text without what rules let be another one; undefined where it may be any other, or nothing is said of it. */
function blankedText({ document }: ElementHashes, leeway: RuleLeeway, node: number): string | undefined {
  if (leeway.swallow !== undefined || !concernsKind(leeway, STRING)) return undefined;
  let text = stringOf(document, node);
  for (const { allow } of leeway.values) {
    if (ALLOWANCES[allowanceName(allow)].concerns?.(STRING) !== true) continue;
    const blanked = blankedBy(allow, text);
    if (blanked === undefined) return undefined;
    text = blanked;
  }
  return `"${text}"`;
}

/** A number's value, so that `1`, `1.0` and `1e0` are one; NaN where a double would not tell it from its neighbours. */
function doubleOf(document: JsonDocument, node: number): number {
  const { text, starts, ends } = document;
  const start = starts[node] ?? 0;
  const end = ends[node] ?? 0;
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = text.charCodeAt(at) - 0x30;
    if (digit < 0 || digit > 9)
      return end - start > 17 ? longValue(rawOf(document, node)) : Number(rawOf(document, node));
    value = value * 10 + digit;
  }
  return end - start > 15 ? Number.NaN : value;
}

function longValue(raw: string): number {
  return /[.eE]/.test(raw) ? Number(raw) : Number.NaN;
}

function unescaped(document: JsonDocument, node: number): string | undefined {
  const hasEscape = ((document.flags[node] ?? 0) & VALUE_HAS_ESCAPE) !== 0;
  return hasEscape ? `"${stringOf(document, node)}"` : undefined;
}

function nameHash(document: JsonDocument, node: number): number {
  const hasEscape = ((document.flags[node] ?? 0) & NAME_HAS_ESCAPE) !== 0;
  const written = hasEscape ? `"${nameOf(document, node)}"` : document.text;
  const end = hasEscape ? written.length : (document.nameEnds[node] ?? 0);
  let hash = 0;
  for (let at = hasEscape ? 0 : (document.nameStarts[node] ?? 0); at < end; at++) {
    hash = Math.imul(hash ^ written.charCodeAt(at), 0x01000193);
  }
  return hash;
}

/** Spreads each bit over all 32. */
function mix(value: number, factor: number): number {
  const spread = Math.imul(value ^ (value >>> 16), factor);
  return spread ^ (spread >>> 15);
}
