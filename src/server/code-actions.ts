import { type CodeAction, CodeActionKind, type Diagnostic, type TextEdit } from "vscode-languageserver";

import { isRecord } from "#core/model/is-record.ts";
import type { LedgerRow } from "#core/model/ledger.ts";
import type { Range } from "#core/model/place.ts";
import { type LensArguments, SERVER_COMMANDS } from "#protocol/lsp.ts";
import { canBeStubbed } from "#protocol/verdict-text.ts";

/** What an editor offers at a place of an endpoint. `project` is the URI of its project file. */
export function endpointActions(project: string, row: LedgerRow): CodeAction[] {
  if (!canBeStubbed(row)) return [];
  const title = `Create Rust handler for ${row.method} ${row.path}`;
  const argument: LensArguments = { project, endpoint: row.key };
  const command = { title, command: SERVER_COMMANDS.createStub, arguments: [argument] };
  return [{ title, kind: CodeActionKind.QuickFix, command }];
}

/** The mends of diagnostics in a text, where there is one. */
export function mends(uri: string, textIn: (range: Range) => string, diagnostics: readonly Diagnostic[]): CodeAction[] {
  return diagnostics.flatMap((diagnostic) => {
    const facts: unknown = diagnostic.data;
    if (diagnostic.source !== "portolan" || !isRecord(facts)) return [];
    const mend = MENDS[String(diagnostic.code)]?.(facts, textIn(diagnostic.range), diagnostic.range);
    if (mend === undefined) return [];
    const edit = { changes: { [uri]: [mend.edit] } };
    return [{ title: mend.title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], isPreferred: true, edit }];
  });
}

type Facts = Readonly<Record<string, unknown>>;

type Mend = (
  facts: Facts,
  text: string,
  range: Range,
) => { readonly title: string; readonly edit: TextEdit } | undefined;

/** How findings are mended, by their code. */
const MENDS: Readonly<Record<string, Mend>> = {
  "yaml-unknown-key": nearestWord,
  "endpoint-undeclared": nearestWord,
  "project-fill-in": (_facts, _text, range) => ({
    title: "This line is right: take the mark away",
    // With the blank before it.
    edit: {
      range: { ...range, start: { ...range.start, character: Math.max(0, range.start.character - 1) } },
      newText: "",
    },
  }),
  "method-differs": ({ rust, python }, text, range) => {
    if (typeof rust !== "string" || typeof python !== "string") return undefined;
    const from = rust.toLowerCase();
    const found = [...text.matchAll(new RegExp(String.raw`(?<![\w"])${from}(?=\s*\()`, "g"))];
    const [only] = found;
    if (only === undefined || found.length > 1) return undefined;
    const edit = { range: within(range, text, only.index, from.length), newText: python.toLowerCase() };
    return { title: `Answer ${python} in place of ${rust}`, edit };
  },
  "parameter-names-differ": ({ side, path, other }, text, range) => {
    if (side !== "rust" || typeof path !== "string" || typeof other !== "string") return undefined;
    const names = (each: string): readonly string[] => each.match(/\{[^{}]*\}/g) ?? [];
    const wanted = names(other);
    const literal = /"(?:[^"\\]|\\.)*"/.exec(text);
    if (literal === null || names(literal[0]).length !== wanted.length) return undefined;
    let at = 0;
    const newText = literal[0].replaceAll(/\{[^{}]*\}/g, () => wanted[at++] ?? "");
    return {
      title: `Name it ${newText}`,
      edit: { range: within(range, text, literal.index, literal[0].length), newText },
    };
  },
};

function nearestWord({ nearest }: Facts, _text: string, range: Range): ReturnType<Mend> {
  if (typeof nearest !== "string") return undefined;
  return { title: `Change to ${nearest}`, edit: { range, newText: nearest } };
}

/** A stretch of the text that stands at a range. */
function within({ start }: Range, text: string, index: number, length: number): Range {
  const positionAt = (offset: number): Range["start"] => {
    const lines = text.slice(0, offset).split("\n");
    const character = (lines.at(-1)?.length ?? 0) + (lines.length === 1 ? start.character : 0);
    return { line: start.line + lines.length - 1, character };
  };
  return { start: positionAt(index), end: positionAt(index + length) };
}
