import type { JsonDocument } from "#core/text/json/json-document.ts";
import { NUMBER, STRING, kindOf, rawOf, stringOf } from "#core/text/json/json-document.ts";
import type { IdRenaming } from "../matching/renaming-ids.ts";
import { hasFormat } from "./rule-formats.ts";
import type { ValueAllowance } from "../rules/rule-marks.ts";
import { isNear, isSameUpTo, readMoment } from "./rule-moments.ts";
import { isTolerated } from "./rule-numbers.ts";

/** Two scalars of one type that are not written alike. */
export interface ScalarPair {
  readonly python: JsonDocument;
  readonly pythonNode: number;
  readonly rust: JsonDocument;
  readonly rustNode: number;
}

/** Whether an allowance lets two scalars pass that disagree. */
export function allowsPair(allow: ValueAllowance, pair: ScalarPair, renaming: IdRenaming): boolean {
  const kind = kindOf(pair.python, pair.pythonNode);
  if (allow === "renamed ids") return (kind === STRING || kind === NUMBER) && renaming.joins(...idsOf(pair));
  if (allow.kind === "tolerance") {
    return kind === NUMBER && isTolerated(rawOf(pair.python, pair.pythonNode), rawOf(pair.rust, pair.rustNode), allow);
  }
  if (kind !== STRING) return false;
  const left = stringOf(pair.python, pair.pythonNode);
  const right = stringOf(pair.rust, pair.rustNode);
  if (allow.kind === "format") return hasFormat(allow.format, left) && hasFormat(allow.format, right);
  const [leftMoment, rightMoment] = [readMoment(left), readMoment(right)];
  if (leftMoment === undefined || rightMoment === undefined) return false;
  return allow.kind === "time tolerance"
    ? isNear(leftMoment, rightMoment, allow.ms)
    : isSameUpTo(leftMoment, rightMoment, allow.parts);
}

/** Both values so that equal ids are equal texts, whatever their escapes: a text in quotes, a number as it is written. */
export function idsOf({ python, pythonNode, rust, rustNode }: ScalarPair): readonly [python: string, rust: string] {
  return [idText(python, pythonNode), idText(rust, rustNode)];
}

/** One of them. */
export function idText(document: JsonDocument, node: number): string {
  return kindOf(document, node) === STRING ? JSON.stringify(stringOf(document, node)) : rawOf(document, node);
}
