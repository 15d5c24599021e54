import type { Range } from "#core/model/place.ts";
import type { PythonFacts } from "#core/model/sources/python-facts.ts";
import type { WithTree } from "#core/syntax/create-syntax.ts";
import { withoutByteOrderMark } from "#core/text/lines.ts";
import { partOfText, type ShownFile } from "../../part-of-text.ts";
import { createSourceText, type Piece } from "../../source-text.ts";
import { lowerBlock } from "./lower-statement.ts";
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
