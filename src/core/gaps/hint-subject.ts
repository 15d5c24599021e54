import type { Difference, DifferenceClass, Severity } from "#core/model/run/difference.ts";
import type { Side } from "#core/model/endpoint.ts";
import type { Answer, SentRequest } from "#core/model/run/exchange.ts";
import type { JsonDocument } from "#core/text/json/json-document.ts";
import {
  ARRAY,
  NULL,
  NUMBER,
  OBJECT,
  STRING,
  childrenOf,
  kindOf,
  nameOf,
  rawOf,
  stringOf,
} from "#core/text/json/json-document.ts";

/** The two answers that are compared. */
export type AnswerPair = Readonly<Record<Side, Answer>>;

/** A value as a recogniser sees it: `text` is the string that it stands for, or what was written. */
export interface HintValue {
  readonly kind: "null" | "boolean" | "number" | "string" | "array" | "object";
  readonly text: string;
  /** As it was written; "" where it is long. */
  readonly raw?: string;
  /** Of an object; at most the first hundred. */
  readonly names: readonly string[];
}

/** What a recogniser of a cause looks at: one difference and the answers around it. */
export interface HintSubject {
  readonly class: DifferenceClass;
  readonly part: Difference["part"];
  /** Of a header: how much it matters; cosmetic where clients end up at the same place. */
  readonly severity?: Severity;
  readonly answers: AnswerPair;
  /** What was sent, where it is known: of the status. */
  readonly request?: Pick<SentRequest, "method" | "url">;
  /** JSON pointer, or the header's name. */
  readonly pointer: string;
  readonly python?: HintValue;
  readonly rust?: HintValue;
  /** Where one side lacks the member: the names that its object has. */
  readonly oppositeNames?: readonly string[];
  /** And those that the object has which it stands in. */
  readonly ownNames?: readonly string[];
}

/** Of longer values a recogniser sees the kind alone: what they look for is short. */
const LONGEST = 20_000;
const MOST_NAMES = 100;

/** The value of a node for the recognisers. */
export function hintValue(document: JsonDocument, node: number): HintValue {
  const kind = kindOf(document, node);
  const isShort = (document.ends[node] ?? 0) - (document.starts[node] ?? 0) <= LONGEST;
  const raw = isShort ? rawOf(document, node) : "";
  const text = kind === STRING && isShort ? stringOf(document, node) : raw;
  return { kind: nameOfKind(kind), text, raw, names: namesIn(document, node) };
}

/** The names of an object, at most the first hundred; none for anything else. */
export function namesIn(document: JsonDocument, node: number): readonly string[] {
  if (kindOf(document, node) !== OBJECT) return [];
  return childrenOf(document, node)
    .slice(0, MOST_NAMES)
    .map((child) => nameOf(document, child) ?? "");
}

function nameOfKind(kind: number): HintValue["kind"] {
  switch (kind) {
    case NULL:
      return "null";
    case NUMBER:
      return "number";
    case STRING:
      return "string";
    case ARRAY:
      return "array";
    case OBJECT:
      return "object";
    default:
      return "boolean";
  }
}
