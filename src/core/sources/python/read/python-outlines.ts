import type { PythonFacts } from "#core/model/sources/python-facts.ts";
import type { WithTree } from "#core/syntax/create-syntax.ts";
import { createLines, withoutByteOrderMark, type Lines } from "#core/text/lines.ts";
import { editBetween, type Edit } from "../../edit-between.ts";
import type { Piece } from "../../source-text.ts";
import { factsAfterEdit } from "./facts-after-edit.ts";
import { outlinePieces } from "./outline.ts";
import { readPython, type ReadingWords } from "./read-python.ts";

/** What is kept of the outline of a file. */
interface Outlined {
  readonly text: string;
  readonly lines: Lines;
  readonly pieces: readonly Piece[];
  readonly facts: PythonFacts;
}

/** Files that are typed into at about the same time. */
const MAX_KEPT = 8;

/**
 * Reads outlines of Python files, and keeps the last ones: an edit within one body that the outline leaves out changes
 * nothing of it but places and hashes, so that nothing is parsed. Parts that stay are the same objects.
 */
export function createPythonOutlines(
  words: ReadingWords,
): (file: string, text: string, withTree: WithTree) => PythonFacts {
  const kept = new Map<string, Outlined>();
  return (file, text, withTree) => {
    const shown = withoutByteOrderMark(text);
    const pieces = outlinePieces(shown, words.mentionsRoutes);
    const last = kept.get(file);
    const lines = createLines(shown);
    const after = last && factsAfter(last, { text: shown, lines, pieces });
    const facts = after ?? readPython(file, shown, withTree, words, pieces);
    kept.delete(file);
    kept.set(file, { text: shown, lines, pieces, facts });
    const [oldest] = kept.keys();
    if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
    return facts;
  };
}

function factsAfter(last: Outlined, now: Omit<Outlined, "facts">): PythonFacts | undefined {
  if (last.text === now.text) return undefined;
  const edit = editBetween(last.text, now.text);
  const piece = pieceAround(last.pieces, now.pieces, edit);
  return piece && factsAfterEdit(last.facts, { edit, piece, before: last, now });
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
