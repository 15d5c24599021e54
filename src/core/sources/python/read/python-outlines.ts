import type { PythonFacts, PythonStatement } from "#core/model/sources/python-facts.ts";
import type { WithTree } from "#core/syntax/create-syntax.ts";
import { createLines, withoutByteOrderMark } from "#core/text/lines.ts";
import { editBetween, type Edit } from "../../edit-between.ts";
import type { Piece } from "../../source-text.ts";
import { readUnitAgain, unitsAround, type Read } from "../../units.ts";
import { factsAfterEdit } from "./facts-after-edit.ts";
import { outlinePieces } from "./outline.ts";
import { pythonUnit, readPythonUnits, type ReadingWords } from "./read-python.ts";

type Outlined = Read<PythonStatement>;

/** Files that are typed into at about the same time. */
const MAX_KEPT = 8;

/**
 * Reads outlines of Python files, and keeps the last ones: an edit within one body that the outline leaves out changes
 * nothing of it but places and hashes, so that nothing is parsed; one within a statement has only that parsed. Parts that
 * stay are the same objects.
 */
export function createPythonOutlines(
  words: ReadingWords,
): (file: string, text: string, withTree: WithTree) => PythonFacts {
  const kept = new Map<string, Outlined>();
  return (file, text, withTree) => {
    const shown = withoutByteOrderMark(text);
    const now = { text: shown, lines: createLines(shown), pieces: outlinePieces(shown, words.mentionsRoutes) };
    const last = kept.get(file);
    const edit = last && last.text !== shown ? editBetween(last.text, shown) : undefined;
    const after =
      last && edit && (afterLeftOut(last, now, edit) ?? readUnitAgain(last, now, edit, pythonUnit(withTree, words)));
    const made = after ?? readPythonUnits(now, withTree, words);
    kept.delete(file);
    kept.set(file, made);
    const [oldest] = kept.keys();
    if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
    return { language: "python", file, body: made.items, findings: [] };
  };
}

function afterLeftOut(last: Outlined, now: Omit<Outlined, "items" | "units">, edit: Edit): Outlined | undefined {
  const piece = pieceAround(last.pieces, now.pieces, edit);
  const items = piece && factsAfterEdit(last.items, { edit, piece, before: last, now });
  return items && { ...now, items, units: unitsAround(last.units, edit) };
}

/** The one piece that the edit lies in, where all others are the same ones. */
function pieceAround(before: readonly Piece[], now: readonly Piece[], edit: Edit): Piece | undefined {
  const moved = edit.endNow - edit.endBefore;
  const index = before.findIndex(({ end }) => end >= edit.endBefore);
  const piece = before[index];
  if (!piece || before.length !== now.length || piece.start >= edit.start) return undefined;
  const isSame = before.every(({ start, end }, at) => {
    const other = now[at];
    return other?.start === start + (at > index ? moved : 0) && other.end === end + (at >= index ? moved : 0);
  });
  return isSame ? piece : undefined;
}
