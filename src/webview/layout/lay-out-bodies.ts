import type { Difference } from "#core/model/run/difference.ts";
import type { Exchange } from "#core/model/run/exchange.ts";
import type { CaseResult } from "#core/model/run/verdict.ts";
import { alignJson } from "./align-json.ts";
import { type DifferenceIndex, indexDifferences } from "./difference-index.ts";
import { jsonLines } from "./json-lines.ts";
import { type JsonNode, parseJsonTree } from "./json-tree.ts";
import { type Row, RowList, type UnnumberedLine, isSameLine } from "./row.ts";

/**
 * The two bodies of a case as rows that stand side by side. JSON is laid out losslessly; any other text goes line by
 * line, bytes as their length and hash, and where no answer came there are no lines.
 */
export function layOutBodies({ verdict, exchanges, differences }: ComparedBodies): readonly Row[] {
  return judged(alignBodies(bodyOf(exchanges.python), bodyOf(exchanges.rust), differences, "body"), verdict);
}

/** What the two sides wrote into their databases, in the same way; no row where nothing is known of it. */
export function layOutEffects({ verdict, effects, differences }: ComparedBodies): readonly Row[] {
  if (effects === undefined) return [];
  return judged(alignBodies(textBody(effects.python), textBody(effects.rust), differences, "effect"), verdict);
}

/** What of a case's result the layout needs. */
export type ComparedBodies = Pick<CaseResult, "verdict" | "exchanges" | "effects" | "differences">;

function judged(rows: readonly Row[], verdict: CaseResult["verdict"]): readonly Row[] {
  if (verdict !== "failed") return rows;
  return rows.map((row) => (row.mark === "tolerated" ? { ...row, mark: "unjudged" } : row));
}

function alignBodies(
  left: Body,
  right: Body,
  differences: readonly Difference[],
  part: Difference["part"],
): readonly Row[] {
  const index = indexDifferences(differences, part);
  if (left.json && right.json) return alignJson(left.json, right.json, index);
  return alignLines(left.lines(), right.lines(), index, differences);
}

interface Body {
  readonly json?: JsonNode;
  lines(): readonly UnnumberedLine[];
}

function bodyOf(exchange: Exchange | undefined): Body {
  if (exchange?.outcome.kind !== "answer") return { lines: () => [] };
  const { body } = exchange.outcome;
  if (body.kind === "empty") return { lines: () => [] };
  if (body.kind === "binary") return { lines: () => textLines(`${body.bytes} bytes, SHA-256 ${body.sha256}`) };
  return textBody(body.text);
}

function textBody(text: string): Body {
  const json = parseJsonTree(text);
  if (json === undefined) return { lines: () => textLines(text) };
  return { json, lines: () => jsonLines(json, { depth: 0, hasComma: false }) };
}

function textLines(text: string): readonly UnnumberedLine[] {
  return text.split(/\r\n|\n|\r/).map((line) => ({ depth: 0, text: line, hasComma: false }));
}

/** What both begin and end with is equal; what is between stands line beside line. */
function alignLines(
  python: readonly UnnumberedLine[],
  rust: readonly UnnumberedLine[],
  index: DifferenceIndex,
  differences: readonly Difference[],
): readonly Row[] {
  const shorter = Math.min(python.length, rust.length);
  let start = 0;
  while (start < shorter && isSameLine(python[start], rust[start])) start++;
  let end = 0;
  while (end < shorter - start && isSameLine(python[python.length - 1 - end], rust[rust.length - 1 - end])) end++;

  // No pointer leads into a text: all that was found about it stands at the first line that is not the same.
  const found = differences.flatMap((difference, at) => (difference.part === "body" ? [at] : []));
  const mark = index.effect(found) === "differs" ? "differs" : "tolerated";
  const list = new RowList();
  const push = (left: UnnumberedLine | undefined, right: UnnumberedLine | undefined, isFirst: boolean): void => {
    const isEqual = isSameLine(left, right);
    list.push(
      { python: left, rust: right },
      { mark: isEqual ? "equal" : mark, differences: isFirst ? found : [], pointer: "" },
    );
  };
  for (let at = 0; at < start; at++) push(python[at], rust[at], false);
  const middle = Math.max(python.length, rust.length) - end;
  for (let at = start; at < middle; at++) {
    push(
      at < python.length - end ? python[at] : undefined,
      at < rust.length - end ? rust[at] : undefined,
      at === start,
    );
  }
  for (let at = end; at > 0; at--) push(python[python.length - at], rust[rust.length - at], false);
  return list.rows;
}
