import type { Difference } from "#core/model/run/difference.ts";
import { type Side, SIDES } from "#core/model/endpoint.ts";
import type { Answer, AnswerBody, Exchange } from "#core/model/run/exchange.ts";
import { type JsonDocument, rawOf } from "#core/text/json/json-document.ts";
import { readJson } from "#core/text/json/json-reader.ts";
import { type BodyReading, type BodyReadings, readBodies } from "./bodies/read-bodies.ts";
import type { EffectTexts } from "./effects/effect-documents.ts";
import { nodesAlong } from "./rules/pointer-paths.ts";

/** What both sides did with a case. */
export interface Sending {
  readonly exchanges: Readonly<Record<Side, Exchange>>;
  readonly effects?: EffectTexts | undefined;
}

/**
 * Marks the differences at whose places each side does the same when it is sent the case `again` from the same state:
 * clocks and random ids say something else, a fault repeats itself. A value is looked for where it stood, so that one
 * among elements that changed their order does not count as repeated.
 */
export function markRepeated(
  differences: readonly Difference[],
  first: Sending,
  again: Sending,
): readonly Difference[] {
  const pairs = { python: pairOf("python", first, again), rust: pairOf("rust", first, again) };
  return differences.map((difference) => {
    const isRepeated = SIDES.every((side) => pairs[side] !== undefined && isSame(difference, side, pairs[side]));
    return isRepeated ? { ...difference, isRepeated } : difference;
  });
}

/** One side's two answers, and what is read of them when it is asked for. */
interface SidePair {
  readonly first: Answer;
  readonly again: Answer;
  /** Whether the two bodies are the same, character by character. */
  readonly hasSameBody: () => boolean;
  readonly bodies: () => BodyReadings;
  readonly effects: () => readonly [BodyReading, BodyReading] | undefined;
}

function pairOf(side: Side, first: Sending, again: Sending): SidePair | undefined {
  const [one, other] = [first.exchanges[side].outcome, again.exchanges[side].outcome];
  if (one.kind === "unreachable" || other.kind === "unreachable") return undefined;
  const texts = first.effects && again.effects && ([first.effects[side], again.effects[side]] as const);
  return {
    first: one,
    again: other,
    hasSameBody: once(() => isSameBody(one.body, other.body)),
    // What is called Python's and Rust's there are here the first and the second answer of one side.
    bodies: once(() => readBodies({ python: one, rust: other })),
    effects: once(() => texts && [readJson(texts[0]), readJson(texts[1])]),
  };
}

function isSame(difference: Difference, side: Side, pair: SidePair): boolean {
  const { part, pointers } = difference;
  const pointer = pointers[side] ?? pointers[side === "python" ? "rust" : "python"] ?? "";
  switch (part) {
    case "status":
      return pair.first.status === pair.again.status;
    case "header":
      return headerText(pair.first, pointer, difference) === headerText(pair.again, pointer, difference);
    case "body": {
      if (pair.hasSameBody()) return true;
      const bodies = pair.bodies();
      return bodies.kind === "json" && isSameAt(pointer, [bodies.python, bodies.rust]);
    }
    case "effect": {
      const effects = pair.effects();
      return effects !== undefined && isSameAt(pointer, effects);
    }
  }
}

function isSameBody(first: AnswerBody, again: AnswerBody): boolean {
  if (first.kind === "text" && again.kind === "text") return first.text === again.text;
  if (first.kind === "binary" && again.kind === "binary") return first.sha256 === again.sha256;
  return first.kind === again.kind;
}

/** All values of a header; of cookies the one that the difference is about. */
function headerText({ headers }: Answer, name: string, { values }: Difference): string {
  const own = headers.filter(([known]) => known === name).map(([, value]) => value);
  // A difference of a cookie begins with its name: `session=•••`, `session: Path=/`.
  const cookie = name === "set-cookie" ? (values.python ?? values.rust ?? "").split(/[=:]/)[0] : undefined;
  return JSON.stringify(cookie === undefined ? own : own.filter((value) => value.startsWith(`${cookie}=`)));
}

function isSameAt(pointer: string, [first, again]: readonly [BodyReading, BodyReading]): boolean {
  if (first.kind !== "document" || again.kind !== "document") return false;
  return valueAt(first.document, pointer) === valueAt(again.document, pointer);
}

/** The value as it is written; undefined where there is none. */
function valueAt(document: JsonDocument, pointer: string): string | undefined {
  const node = nodesAlong(document, pointer)?.at(-1);
  return node === undefined ? undefined : rawOf(document, node);
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
