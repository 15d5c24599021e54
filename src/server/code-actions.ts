import { type CodeAction, CodeActionKind, type Diagnostic } from "vscode-languageserver";

import { isRecord } from "#core/model/is-record.ts";
import type { LedgerRow } from "#core/model/ledger.ts";
import type { Range } from "#core/model/place.ts";
import { type LensArguments, SERVER_COMMANDS } from "#protocol/lsp.ts";
import { canBeStubbed } from "#protocol/verdict-text.ts";

import { HANDLER_MISSING } from "./diagnostics.ts";
import { MENDS } from "./mends.ts";

/**
 * What an editor offers at a place of an endpoint. `project` is the URI of its project file; of the diagnostics that are
 * shown there, the one that the endpoint's handler is missing goes with it.
 */
export function endpointActions(project: string, row: LedgerRow, shown: readonly Diagnostic[]): CodeAction[] {
  if (!canBeStubbed(row)) return [];
  const title = `Create Rust handler for ${row.method} ${row.path}`;
  const argument: LensArguments = { project, endpoint: row.key };
  const command = { title, command: SERVER_COMMANDS.createStub, arguments: [argument] };
  const diagnostics = shown.filter(
    ({ code, data }) => code === HANDLER_MISSING && isRecord(data) && data["endpoint"] === row.key,
  );
  const mended = diagnostics.length > 0 && { diagnostics, isPreferred: true };
  return [{ title, kind: CodeActionKind.QuickFix, command, ...mended }];
}

/** The mends of diagnostics in a text, where there is one. */
export function mends(uri: string, textIn: (range: Range) => string, diagnostics: readonly Diagnostic[]): CodeAction[] {
  return diagnostics.flatMap((diagnostic) => {
    const facts: unknown = diagnostic.data;
    if (diagnostic.source !== "portolan" || !isRecord(facts)) return [];
    const mend = MENDS[String(diagnostic.code)]?.(facts, diagnostic.range, textIn);
    if (mend === undefined) return [];
    const edit = { changes: { [uri]: [mend.edit] } };
    return [{ title: mend.title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], isPreferred: true, edit }];
  });
}
