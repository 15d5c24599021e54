import type { JsonDocument } from "#core/text/json/json-document.ts";
import { STRING, kindOf, rawOf, stringOf } from "#core/text/json/json-document.ts";

/** Two scalars of one type that are not written alike. */
export interface ScalarPair {
  readonly python: JsonDocument;
  readonly pythonNode: number;
  readonly rust: JsonDocument;
  readonly rustNode: number;
}

/** Two scalars for which a rule is looked for. */
export interface CandidatePair extends ScalarPair {
  /** The name of the member that they are, or that the array is in which they lie. */
  readonly name: string;
}

/** Both texts with their escapes read; undefined where they are not texts. */
export function textsOf({ python, pythonNode, rust, rustNode }: ScalarPair): readonly [string, string] | undefined {
  if (kindOf(python, pythonNode) !== STRING || kindOf(rust, rustNode) !== STRING) return undefined;
  return [stringOf(python, pythonNode), stringOf(rust, rustNode)];
}

/** Both values as they are written. */
export function rawsOf({ python, pythonNode, rust, rustNode }: ScalarPair): readonly [string, string] {
  return [rawOf(python, pythonNode), rawOf(rust, rustNode)];
}

/** Both values so that equal ids are equal texts, whatever their escapes: a text in quotes, a number as it is written. */
export function idsOf({ python, pythonNode, rust, rustNode }: ScalarPair): readonly [python: string, rust: string] {
  return [idText(python, pythonNode), idText(rust, rustNode)];
}

/** One of them. */
export function idText(document: JsonDocument, node: number): string {
  return kindOf(document, node) === STRING ? JSON.stringify(stringOf(document, node)) : rawOf(document, node);
}

/** Is a member of this name one that holds ids? */
export function isIdName(name: string): boolean {
  return /(?:^|_)(?:id|uuid|guid)s?$|[a-z](?:Id|Uuid)s?$/i.test(name);
}
