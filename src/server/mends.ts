import type { TextEdit } from "vscode-languageserver";

import type { Position, Range } from "#core/model/place.ts";

type Facts = Readonly<Record<string, unknown>>;

/** What an edit is called, and the edit. */
interface Mended {
  readonly title: string;
  readonly edit: TextEdit;
}

/** Undefined where it cannot be told how the finding at `range` is mended. `textIn` gives what stands at a range. */
type Mend = (facts: Facts, range: Range, textIn: (range: Range) => string) => Mended | undefined;

/** How findings are mended, by their code. Only Rust is changed: Python is what the port goes by. */
export const MENDS: Readonly<Record<string, Mend>> = {
  "yaml-unknown-key": nearestWord,
  "endpoint-undeclared": nearestWord,
  "project-fill-in": (_facts, { start, end }) => ({
    title: "This line is right: take the mark away",
    // With the blank before it.
    edit: { range: { start: { ...start, character: Math.max(0, start.character - 1) }, end }, newText: "" },
  }),
  "method-differs": ({ rust, python }, range, textIn) => {
    if (typeof rust !== "string" || typeof python !== "string") return undefined;
    const text = textIn(range);
    const from = rust.toLowerCase();
    const only = onlyMatch(text, new RegExp(String.raw`(?<![\w"])${from}(?=\s*\()`, "g"));
    if (only === undefined) return undefined;
    const edit = { range: within(range, text, only.index, from.length), newText: python.toLowerCase() };
    return { title: `Answer ${python} in place of ${rust}`, edit };
  },
  "parameter-names-differ": ({ side, path, other }, range, textIn) => {
    if (side !== "rust" || typeof path !== "string" || typeof other !== "string") return undefined;
    const text = textIn(range);
    const names = (each: string): readonly string[] => each.match(/\{[^{}]*\}/g) ?? [];
    const wanted = names(other);
    const literal = LITERAL.exec(text);
    if (literal === null || names(literal[0]).length !== wanted.length) return undefined;
    let at = 0;
    const newText = literal[0].replaceAll(/\{[^{}]*\}/g, () => wanted[at++] ?? "");
    return {
      title: `Name it ${newText}`,
      edit: { range: within(range, text, literal.index, literal[0].length), newText },
    };
  },
  "path-slash-differs": ({ side, path }, range, textIn) => {
    const text = textIn(range);
    const literal = LITERAL.exec(text);
    // A path that is put together from several texts has its last slash elsewhere.
    if (side !== "rust" || typeof path !== "string" || literal === null || /^"\/?"$/.test(literal[0])) return undefined;
    const isTooMuch = path.endsWith("/");
    if (literal[0].endsWith('/"') !== isTooMuch) return undefined;
    const newText = isTooMuch ? literal[0].replace(/\/"$/, '"') : literal[0].replace(/"$/, '/"');
    return {
      title: `${isTooMuch ? "Take the slash off" : "Put a slash behind it"}: ${newText}`,
      edit: { range: within(range, text, literal.index, literal[0].length), newText },
    };
  },
  "route-duplicate": ({ side, first }, range, textIn) => {
    const text = textIn(range);
    // One call that adds one handler: of a chain something else would go as well.
    if (side !== "rust" || !/^route\(\s*"[^"]*"\s*,\s*\w+\(\s*[\w:]+\s*,?\s*\)\s*,?\s*\)$/.test(text)) return undefined;
    const before = textIn({ start: { line: Math.max(0, range.start.line - 1), character: 0 }, end: range.start });
    const dot = /\s*\.$/.exec(before);
    if (dot === null) return undefined;
    const edit = { range: { start: backFrom(range.start, before, dot[0]), end: range.end }, newText: "" };
    return { title: `Take this route out: the one at ${String(first)} is there already`, edit };
  },
  "status-differs": ({ python, rust }, range, textIn) => {
    const text = textIn(range);
    const only = onlyMatch(text, new RegExp(String.raw`(?<=\bstatus\s*=\s*)${String(rust)}\b`, "g"));
    if (only === undefined) return undefined;
    const edit = { range: within(range, text, only.index, only[0].length), newText: String(python) };
    return { title: `Declare ${String(python)}, as Python does`, edit };
  },
};

const LITERAL = /"(?:[^"\\]|\\.)*"/;

function nearestWord({ nearest }: Facts, range: Range): Mended | undefined {
  if (typeof nearest !== "string") return undefined;
  return { title: `Change to ${nearest}`, edit: { range, newText: nearest } };
}

/** Undefined where there is none, or which is meant cannot be told. */
function onlyMatch(text: string, pattern: RegExp): RegExpExecArray | undefined {
  const found = [...text.matchAll(pattern)];
  return found.length === 1 ? found[0] : undefined;
}

/** A stretch of the text that stands at a range. */
function within({ start }: Range, text: string, index: number, length: number): Range {
  const positionAt = (offset: number): Position => {
    const lines = text.slice(0, offset).split("\n");
    const character = (lines.at(-1)?.length ?? 0) + (lines.length === 1 ? start.character : 0);
    return { line: start.line + lines.length - 1, character };
  };
  return { start: positionAt(index), end: positionAt(index + length) };
}

/** Where `part`, the end of `before`, begins; `before` begins with a line and ends at `position`. */
function backFrom({ line }: Position, before: string, part: string): Position {
  const left = before.slice(0, before.length - part.length).split("\n");
  const lines = before.split("\n").length - left.length;
  return { line: line - lines, character: left.at(-1)?.length ?? 0 };
}
