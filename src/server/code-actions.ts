import { type CodeAction, CodeActionKind } from "vscode-languageserver";

import type { LedgerRow } from "#core/model/ledger.ts";
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
