import type { FileFacts } from "#core/model/sources/file-facts.ts";
import type { Position, Range } from "#core/model/place.ts";

/** How the facts of a file differ from older ones where they say the same at other places. */
export interface Moves {
  readonly file: string;
  /** New ranges by the old ones, as objects: what linking makes of facts refers to their own. */
  readonly ranges: ReadonlyMap<Range, Range>;
  /** Whether a range is one of parts of the facts that stayed the same objects, where they stood. */
  readonly isKept: (range: Range) => boolean;
  /** Hashes by the old ranges of what they are of. */
  readonly hashes: ReadonlyMap<Range, { readonly before: string; readonly after: string }>;
}

/**
 * What moved between two readings of a file, or undefined where they differ in more than places and hashes of source.
 * Typing in a handler, a comment or between functions gives such facts; linking them would come to the same. Bodies of
 * functions that are not in `followed` may differ in any way; those that take the place of one that is take it there too.
 */
export function movesBetween(before: FileFacts, after: FileFacts, followed: Set<object>): Moves | undefined {
  const ranges = new Map<Range, Range>();
  const hashes = new Map<Range, { readonly before: string; readonly after: string }>();
  // A list of what is left to compare instead of recursion: a chain of calls can be longer than the stack is deep.
  const left: [unknown, unknown][] = [[before, after]];
  const kept: object[] = [];
  for (let pair = left.pop(); pair; pair = left.pop()) {
    const [one, other] = pair;
    if (one === other) {
      if (isObject(one)) kept.push(one);
      continue;
    }
    if (!isObject(one) || !isObject(other)) return undefined;
    if (followed.delete(one)) followed.add(other);
    if (isRange(one) && isRange(other)) {
      ranges.set(one, other);
      continue;
    }
    if (Array.isArray(one) !== Array.isArray(other)) return undefined;
    const keys = Object.keys(one);
    if (keys.length !== Object.keys(other).length) return undefined;
    for (const key of keys) {
      if (!(key in other)) return undefined;
      const [old, next] = [one[key], other[key]];
      if (key === "hash") noteHash(one, old, next, hashes);
      else if (key !== "body" || !isFunction(one) || (isObject(old) && followed.has(old))) {
        left.push([old, next]);
      }
    }
  }
  return isOrderKept(ranges) ? { file: before.file, ranges, hashes, isKept: rangesWithin(kept) } : undefined;
}

/** Looks for the ranges when it is first asked. */
function rangesWithin(parts: readonly object[]): (range: Range) => boolean {
  let found: Set<object> | undefined;
  return (range) => {
    found ??= collectRanges(parts);
    return found.has(range);
  };
}

function collectRanges(parts: readonly object[]): Set<object> {
  const found = new Set<object>();
  const left = [...parts];
  for (let part = left.pop(); part; part = left.pop()) {
    if (isRange(part)) found.add(part);
    else for (const each of Object.values(part)) if (isObject(each)) left.push(each);
  }
  return found;
}

function noteHash(
  of: Readonly<Record<string, unknown>>,
  before: unknown,
  after: unknown,
  hashes: Map<Range, { readonly before: string; readonly after: string }>,
): void {
  if (typeof before !== "string" || typeof after !== "string") return;
  for (const value of Object.values(of)) if (isObject(value) && isRange(value)) hashes.set(value, { before, after });
}

/**
 * Whether what stood before something, at the same place or on the same line still does: then nothing that linking
 * decides by places comes out another way.
 */
function isOrderKept(ranges: ReadonlyMap<Range, Range>): boolean {
  const points = [...ranges].flatMap(([before, after]) => [
    { before: before.start, after: after.start },
    { before: before.end, after: after.end },
  ]);
  points.sort((one, other) => comparePositions(one.before, other.before));
  return points.every((point, index) => {
    const last = points[index - 1];
    if (!last) return true;
    return (
      Math.sign(comparePositions(last.before, point.before)) === Math.sign(comparePositions(last.after, point.after)) &&
      Math.sign(last.before.line - point.before.line) === Math.sign(last.after.line - point.after.line)
    );
  });
}

function comparePositions(one: Position, other: Position): number {
  return one.line - other.line || one.character - other.character;
}

function isFunction(facts: Readonly<Record<string, unknown>>): boolean {
  return facts["kind"] === "function";
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

export function isRange(value: object): value is Range {
  return "start" in value && "end" in value && isPosition(value.start) && isPosition(value.end);
}

function isPosition(value: unknown): value is Position {
  return typeof value === "object" && value !== null && "line" in value && "character" in value;
}
