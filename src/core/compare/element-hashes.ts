import type { JsonDocument } from "#core/text/json-document.ts";
import {
  ARRAY,
  NAME_HAS_ESCAPE,
  NONE,
  NUMBER,
  STRING,
  VALUE_HAS_ESCAPE,
  kindOf,
  nameOf,
  rawOf,
  stringOf,
} from "#core/text/json-document.ts";
import type { IndexedRule, MarkedDocument } from "./rule-marks.ts";
import { UNMARKED } from "./rule-marks.ts";

/**
 * A number for each node that is the same for equal values: order of members, escapes and spelling of floats do not
 * count, nor does what a rule ignores. Two different values may share one by chance, so that a match found by it is
 * always compared for real. Linear in the text; children come after their container, so that one pass from the end
 * has every child before its parent.
 */
export function elementHashes(marked: MarkedDocument, rules: readonly IndexedRule[]): Float64Array {
  const { document, marks } = marked;
  const { text, count, kinds, starts, ends, flags, parents, ordinals, nameStarts, nameEnds } = document;
  // A hash has two lanes of 32 bits; a container gathers its children in them until its own turn comes.
  const highs = new Int32Array(count);
  const lows = new Int32Array(count);
  const hashes = new Float64Array(count);
  for (let node = count - 1; node >= 0; node--) {
    const mark = marks?.[node] ?? UNMARKED;
    const kind = kinds[node] ?? 0;
    // What only its type is compared of is hashed by its type.
    let high = kind;
    let low = kind;
    if (mark === UNMARKED && kind >= ARRAY) {
      high = mix((highs[node] ?? 0) ^ kind, 0x27d4eb2f);
      low = mix((lows[node] ?? 0) ^ kind, 0x165667b1);
    } else if (mark === UNMARKED && kind >= NUMBER) {
      const value = valueText(document, node);
      const from = value === undefined ? (starts[node] ?? 0) : 0;
      const to = value === undefined ? (ends[node] ?? 0) : value.length;
      const written = value ?? text;
      high = FIRST_HIGH;
      low = FIRST_LOW;
      for (let at = from; at < to; at++) {
        const code = written.charCodeAt(at);
        high = Math.imul(high ^ code, FACTOR_HIGH);
        low = (Math.imul(low, FACTOR_LOW) + code) | 0;
      }
      high = mix(high, 0x2c1b3c6d);
      low = mix(low, 0x297a2d39);
    }
    hashes[node] = (high >>> 0) * 0x100000 + (low >>> 12);

    const parent = parents[node] ?? NONE;
    if (parent === NONE || (mark !== UNMARKED && rules[mark]?.rule.allow === "ignore")) continue;
    // Elements bring their place along, members their name.
    let place = ordinals[node] ?? 0;
    const nameStart = nameStarts[node] ?? NONE;
    if (nameStart !== NONE) {
      const hasEscape = ((flags[node] ?? 0) & NAME_HAS_ESCAPE) !== 0;
      place = hasEscape
        ? hashPart(`"${nameOf(document, node)}"`, 0, Infinity)
        : hashPart(text, nameStart, nameEnds[node] ?? 0);
    }
    // A sum, so that the order of members does not count.
    highs[parent] = (highs[parent] ?? 0) + mix(high ^ Math.imul(place, 0x9e3779b1), 0x85ebca6b);
    lows[parent] = (lows[parent] ?? 0) + mix(low ^ Math.imul(place, 0xc2b2ae35), 0x7feb352d);
  }
  return hashes;
}

const FIRST_HIGH = 0x811c9dc5 | 0;
const FIRST_LOW = 0x3c6ef372;
const FACTOR_HIGH = 0x01000193;
const FACTOR_LOW = 31;

/** What stands for a scalar that is not hashed as it is written: floats by value, escaped strings by their text. */
function valueText(document: JsonDocument, node: number): string | undefined {
  if (kindOf(document, node) === STRING) {
    return ((document.flags[node] ?? 0) & VALUE_HAS_ESCAPE) === 0 ? undefined : `"${stringOf(document, node)}"`;
  }
  const { text, starts, ends } = document;
  const end = ends[node] ?? 0;
  for (let at = starts[node] ?? 0; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x2e || code === 0x65 || code === 0x45) return String(Number(rawOf(document, node)));
  }
  return undefined;
}

function hashPart(text: string, start: number, end: number): number {
  const last = Math.min(end, text.length);
  let hash = FIRST_HIGH;
  for (let at = start; at < last; at++) hash = Math.imul(hash ^ text.charCodeAt(at), FACTOR_HIGH);
  return hash;
}

/** Spreads each bit over all 32. */
function mix(value: number, factor: number): number {
  const spread = Math.imul(value ^ (value >>> 16), factor);
  return spread ^ (spread >>> 15);
}
