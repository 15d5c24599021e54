import type { Rule } from "#core/model/rule.ts";
import type { JsonDocument } from "#core/text/json-document.ts";
import { nodesAt, readJsonPath } from "#core/text/json-path.ts";

/** A rule and its index in the project, under which its hits are counted. */
export interface IndexedRule {
  readonly index: number;
  readonly rule: Rule;
}

/** No rule. */
export const UNMARKED = -1;

/** A body with the rules that apply to it. `marks` is absent where none does. */
export interface MarkedDocument {
  readonly document: JsonDocument;
  /** For each node the position in the list of the first rule whose path takes it, or `UNMARKED`. */
  readonly marks?: Int32Array;
}

/**
 * Finds the nodes that rules apply to, before anything is matched: each path is evaluated on each body by itself.
 * Where several rules take one node, the first in the list applies. A path that cannot be read takes nothing; the
 * project file's reader has told of it.
 */
export function markDocument(document: JsonDocument, rules: readonly IndexedRule[]): MarkedDocument {
  let marks: Int32Array | undefined;
  for (const [position, { rule }] of rules.entries()) {
    const reading = readJsonPath(rule.path);
    if (reading.kind === "malformed") continue;
    for (const node of nodesAt(reading.path, document)) {
      marks ??= new Int32Array(document.count).fill(UNMARKED);
      if (marks[node] === UNMARKED) marks[node] = position;
    }
  }
  return marks === undefined ? { document } : { document, marks };
}

/** The rule that applies to a pair of nodes: the first in the list that takes either. */
export function markOfPair(python: MarkedDocument, pythonNode: number, rust: MarkedDocument, rustNode: number): number {
  const left = python.marks?.[pythonNode] ?? UNMARKED;
  const right = rust.marks?.[rustNode] ?? UNMARKED;
  if (left === UNMARKED) return right;
  return right === UNMARKED ? left : Math.min(left, right);
}
