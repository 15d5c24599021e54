import type { Range } from "#core/model/place.ts";
import type { PythonFacts, PythonStatement } from "#core/model/sources/python-facts.ts";
import type { WithTree } from "#core/syntax/create-syntax.ts";
import { withoutByteOrderMark } from "#core/text/lines.ts";
import { partOfText, type ShownFile } from "../../part-of-text.ts";
import { createSourceText, partsOf, type Piece } from "../../source-text.ts";
import { createUnits, type Read, type UnitReading } from "../../units.ts";
import { lowerBlock, lowerPart } from "./lower-statement.ts";
import { LEFT_OUT, type MentionsRoutes } from "./outline.ts";

/** What reading must know of frameworks. */
export interface ReadingWords {
  readonly mentionsRoutes: MentionsRoutes;
}

/**
 * Reads a Python file. Never fails: what is broken is left out, as the parser recovers. An outline leaves out bodies of
 * functions that register no routes (`outlinePieces`), which is most of the work; nearly no start-up of a server calls
 * them.
 */
export function readPython(
  file: string,
  text: string,
  withTree: WithTree,
  { mentionsRoutes }: ReadingWords,
  outline?: readonly Piece[],
): PythonFacts {
  const shown = withoutByteOrderMark(text);
  const isOutline = outline !== undefined;
  const source = { ...createSourceText(shown, outline ?? [], LEFT_OUT), isOutline, mentionsRoutes };
  const body = withTree(source.text, (root) => lowerBlock(root, source));
  return { language: "python", file, body, findings: [] };
}

/** The outline of a text, with the lines that its statements have for themselves. */
export function readPythonUnits(
  { text, lines, pieces }: Omit<Read<PythonStatement>, "items" | "units">,
  withTree: WithTree,
  { mentionsRoutes }: ReadingWords,
): Read<PythonStatement> {
  const source = { ...createSourceText(text, pieces, LEFT_OUT), isOutline: true, mentionsRoutes };
  return withTree(source.text, (root) => {
    const notes = root.hasError ? undefined : createUnits(text, lines, source);
    const items: PythonStatement[] = [];
    for (const part of partsOf(root)) {
      const from = items.length;
      for (const statement of lowerPart(part, source)) items.push(statement);
      notes?.add(part, part, from, items.length);
    }
    return { text, lines, pieces, items, units: notes?.units ?? [] };
  });
}

/** How one statement of an outline is read by itself. */
export function pythonUnit(withTree: WithTree, { mentionsRoutes }: ReadingWords): UnitReading<PythonStatement> {
  return {
    placeholder: LEFT_OUT,
    withTree,
    lower: (root, source) =>
      partsOf(root).length === 1 ? lowerBlock(root, { ...source, isOutline: true, mentionsRoutes }) : undefined,
  };
}

/** Reads nothing but the function that stands at `whole`; undefined where its lines alone do not tell what it is. */
export function readPythonFunction(
  { file, text, lines }: ShownFile,
  whole: Range,
  withTree: WithTree,
  { mentionsRoutes }: ReadingWords,
): PythonFacts | undefined {
  const part = partOfText(text, lines, whole);
  if (!part) return undefined;
  const source = { ...part, isOutline: false, mentionsRoutes };
  const body = withTree(part.text, (root) => (root.hasError ? [] : lowerBlock(root, source)));
  return body.length === 1 && body[0]?.kind === "function"
    ? { language: "python", file, body, findings: [] }
    : undefined;
}
