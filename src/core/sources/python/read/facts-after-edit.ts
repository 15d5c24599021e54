import type { Position, Range } from "#core/model/place.ts";
import type { PythonStatement } from "#core/model/sources/python-facts.ts";
import type { Lines } from "#core/text/lines.ts";
import type { Edit } from "../../edit-between.ts";
import { hashSource, type Piece } from "../../source-text.ts";
import { SHORT_BODY } from "./lower-statement.ts";

interface Shown {
  readonly text: string;
  readonly lines: Lines;
}

interface Change {
  readonly edit: Edit;
  /** The body that the edit lies in, before it. */
  readonly piece: Piece;
  readonly before: Shown;
  readonly now: Shown;
}

type Facts = Readonly<Record<string, unknown>>;

/**
 * The statements of an outline after an edit within a body that it leaves out: the same but for places behind it and hashes
 * of what is around it. Undefined where they may say something else.
 */
export function factsAfterEdit(
  statements: readonly PythonStatement[],
  { edit, piece, before, now }: Change,
): readonly PythonStatement[] | undefined {
  const [start, end] = [before.lines.positionAt(edit.start), before.lines.positionAt(edit.endBefore)];
  const endNow = now.lines.positionAt(edit.endNow);
  const bodyStart = before.lines.positionAt(piece.start);
  const movesLines = end.line !== endNow.line;
  let hasOwner = false;
  let isSure = true;

  function movedPosition(position: Position): Position {
    if (isBefore(position, end)) return position;
    if (position.line !== end.line)
      return movesLines ? { ...position, line: position.line + endNow.line - end.line } : position;
    const character = position.character + endNow.character - end.character;
    return !movesLines && character === position.character ? position : { line: endNow.line, character };
  }

  function rangeAfter(range: Range): Range {
    const after = { start: movedPosition(range.start), end: movedPosition(range.end) };
    return after.start === range.start && after.end === range.end ? range : after;
  }

  /** Nothing within it moves. */
  const stays = ({ start: from, end: to }: Range): boolean =>
    isBefore(to, start) || (!movesLines && from.line > end.line);

  function moved(value: unknown): unknown {
    if (typeof value !== "object" || value === null || !isSure) return value;
    if (Array.isArray(value)) {
      const items = value.map(moved);
      return items.some((item, index) => item !== value[index]) ? items : value;
    }
    const made = value as Facts;
    if (isRange(made)) return rangeAfter(made);
    const whole = made["whole"] ?? made["at"];
    if (isRange(whole) && stays(whole)) return made;
    const isAround =
      isRange(made["whole"]) && isBefore(made["whole"].start, start) && !isBefore(made["whole"].end, end);
    if (isAround && made["kind"] === "function") noteOwner(made);
    const copy: Record<string, unknown> = {};
    let isChanged = false;
    for (const key in made) {
      copy[key] = moved(made[key]);
      isChanged ||= copy[key] !== made[key];
    }
    if (isAround && isRange(copy["whole"])) {
      const { start: from, end: to } = copy["whole"];
      copy["hash"] = hashSource(now.text.slice(now.lines.offsetAt(from), now.lines.offsetAt(to)));
      isChanged = true;
    }
    return isChanged ? copy : made;
  }

  /** The function whose body it is. What is taken over of a function around others depends on all that stands in it. */
  function noteOwner(made: Facts): void {
    const { body, at, decorators } = made;
    const isOwner = body === undefined && isRange(at) && isBefore(at.start, bodyStart);
    // The body of a decorated function is left out where it is short, and not even told where it is long. Comments
    // before its first statement may belong to it.
    const most = piece.end - (isRange(at) ? before.lines.offsetAt(at.end) : 0);
    const least = piece.end - piece.start;
    const growth = Math.max(0, edit.endNow - edit.endBefore);
    const loss = Math.min(0, edit.endNow - edit.endBefore);
    const isAlike =
      (Array.isArray(decorators) && decorators.length === 0) ||
      most + growth < SHORT_BODY ||
      least + loss >= SHORT_BODY;
    if (hasOwner || !isOwner || !isAlike) isSure = false;
    hasOwner = true;
  }

  const after = moved(statements);
  // The kinds of what it is made of stay the same.
  return isSure && hasOwner ? (after as readonly PythonStatement[]) : undefined;
}

function isBefore(one: Position, other: Position): boolean {
  return one.line < other.line || (one.line === other.line && one.character < other.character);
}

function isRange(value: unknown): value is Range {
  return typeof value === "object" && value !== null && "start" in value && "end" in value;
}
