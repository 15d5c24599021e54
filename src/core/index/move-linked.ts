import type { Finding } from "#core/model/finding.ts";
import type { Range } from "#core/model/place.ts";
import type { Route } from "#core/model/route.ts";
import { isObject, isRange, type Moves } from "./moved-facts.ts";

/** Routes and findings of a side. */
export interface LinkedRoutes {
  readonly routes: readonly Route[];
  readonly findings: readonly Finding[];
}

/** Which routes and findings speak of a file, by their numbers. */
export interface Mentions {
  readonly routes: ReadonlyMap<string, readonly number[]>;
  readonly findings: ReadonlyMap<string, readonly number[]>;
}

export function mentionsIn({ routes, findings }: LinkedRoutes): Mentions {
  return { routes: byFile(routes), findings: byFile(findings) };
}

/**
 * The same routes and findings with the places and hashes of one file as they are now; what does not speak of the file
 * stays the same object. Undefined where something stands at a place that the facts do not have: then it was made in
 * another way, and must be made anew.
 */
export function moveLinked(linked: LinkedRoutes, mentions: Mentions, moves: Moves): LinkedRoutes | undefined {
  // What routes share, they share afterwards.
  const made = new Map<object, unknown>();
  const routes = [...linked.routes];
  for (const index of mentions.routes.get(moves.file) ?? []) {
    const route = routes[index];
    const moved = route && moveRoute(route, moves, made);
    if (!moved) return undefined;
    routes[index] = moved;
  }
  const findings = [...linked.findings];
  for (const index of mentions.findings.get(moves.file) ?? []) {
    const finding = findings[index];
    const moved = finding && moveValue(finding, moves, made);
    if (!moved) return undefined;
    findings[index] = moved;
  }
  return { routes, findings };
}

function moveRoute(route: Route, moves: Moves, made: Map<object, unknown>): Route | undefined {
  const moved = moveValue(route, moves, made);
  const { handler, handlerHash } = route;
  if (!moved || handlerHash === undefined || handler?.body.file !== moves.file) return moved;
  const hash = moves.hashes.get(handler.body.range);
  if (!hash && moves.isKept(handler.body.range)) return moved;
  return hash?.before === handlerHash ? { ...moved, handlerHash: hash.after } : undefined;
}

/** Thrown within this file, where a range is not one of the file's facts. */
class NotMovable extends Error {}

function moveValue<T extends object>(value: T, moves: Moves, made: Map<object, unknown>): T | undefined {
  try {
    // Only ranges change, and a range takes the place of a range.
    return copyMoved(value, moves, made) as T;
  } catch (error) {
    if (error instanceof NotMovable) return undefined;
    throw error;
  }
}

function copyMoved(value: unknown, moves: Moves, made: Map<object, unknown>): unknown {
  if (!isObject(value)) return value;
  if (made.has(value)) return made.get(value);
  const copy = copyOf(value, moves, made);
  made.set(value, copy);
  return copy;
}

function copyOf(value: Readonly<Record<string, unknown>>, moves: Moves, made: Map<object, unknown>): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => copyMoved(item, moves, made));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  const range = rangeOfPlace(value);
  if (range) {
    if (value["file"] !== moves.file) return value;
    const moved = moves.ranges.get(range);
    if (!moved && moves.isKept(range)) return value;
    if (!moved) throw new NotMovable();
    return { ...value, range: moved };
  }
  const copy: Record<string, unknown> = {};
  let isChanged = false;
  for (const [key, each] of Object.entries(value)) {
    copy[key] = copyMoved(each, moves, made);
    isChanged ||= copy[key] !== each;
  }
  return isChanged ? copy : value;
}

function byFile(values: readonly object[]): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  for (const [index, value] of values.entries()) {
    for (const file of filesOf(value)) {
      const known = found.get(file);
      if (known) known.push(index);
      else found.set(file, [index]);
    }
  }
  return found;
}

/** Which files a route or a finding speaks of. Most are the same objects after a new linking. */
const filesByValue = new WeakMap<object, readonly string[]>();

function filesOf(value: object): readonly string[] {
  const known = filesByValue.get(value);
  if (known) return known;
  const found: string[] = [];
  noteFiles(value, found);
  filesByValue.set(value, found);
  return found;
}

function noteFiles(value: object, found: string[]): void {
  if (rangeOfPlace(value) && "file" in value && typeof value.file === "string") {
    if (!found.includes(value.file)) found.push(value.file);
    return;
  }
  for (const key in value) {
    const each: unknown = value[key as keyof typeof value];
    if (isObject(each)) noteFiles(each, found);
  }
}

function rangeOfPlace(value: object): Range | undefined {
  if (!("file" in value) || !("range" in value) || typeof value.file !== "string") return undefined;
  const { range } = value;
  return isObject(range) && isRange(range) ? range : undefined;
}
