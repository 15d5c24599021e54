import type { RustFacts, RustItem } from "#core/model/sources/rust-facts.ts";
import type { SyntaxNode, WithTree } from "#core/syntax/create-syntax.ts";
import { createLines, withoutByteOrderMark } from "#core/text/lines.ts";
import { editBetween } from "../../edit-between.ts";
import { createSourceText, partsOf } from "../../source-text.ts";
import { createUnits, readUnitAgain, type Read, type UnitReading } from "../../units.ts";
import { lowerItems } from "./lower-item.ts";
import { outlinePieces } from "./outline.ts";
import { contextOf } from "./read-rust.ts";

type Outlined = Read<RustItem>;

/** Files that are typed into at about the same time. */
const MAX_KEPT = 8;
/** What stands for a body that is left out. */
const LEFT_OUT = " ";
/** Macros of a file have a part in what its other items are. */
const MACROS = "macro_rules!";

/**
 * Reads outlines of Rust files, and keeps the last ones: after an edit within an item only that is parsed. Items that
 * stay are the same objects.
 */
export function createRustOutlines(): (file: string, text: string, withTree: WithTree) => RustFacts {
  const kept = new Map<string, Outlined>();
  return (file, text, withTree) => {
    const shown = withoutByteOrderMark(text);
    const now = { text: shown, lines: createLines(shown), pieces: outlinePieces(shown) };
    const last = kept.get(file);
    const isPart = last && last.text !== shown && !shown.includes(MACROS) && !last.text.includes(MACROS);
    const after = isPart && readUnitAgain(last, now, editBetween(last.text, shown), rustUnit(withTree));
    const made = after || readUnits(now, withTree);
    kept.delete(file);
    kept.set(file, made);
    const [oldest] = kept.keys();
    if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
    return { language: "rust", file, items: made.items, findings: [] };
  };
}

function readUnits(now: Omit<Outlined, "items" | "units">, withTree: WithTree): Outlined {
  const source = createSourceText(now.text, now.pieces, LEFT_OUT);
  return withTree(source.text, (root) => {
    const notes = root.hasError ? undefined : createUnits(now.text, now.lines, source);
    const items = lowerItems(root, contextOf(root, source, withTree, true), notes?.add);
    return { ...now, items, units: notes?.units ?? [] };
  });
}

/** An item with the attributes before it. */
function rustUnit(withTree: WithTree): UnitReading<RustItem> {
  const isOne = (root: SyntaxNode): boolean =>
    partsOf(root).every(({ type }, index, parts) => (type === "attribute_item") === index < parts.length - 1);
  return {
    placeholder: LEFT_OUT,
    withTree,
    lower: (root, source) => (isOne(root) ? lowerItems(root, contextOf(root, source, withTree, true)) : undefined),
  };
}
