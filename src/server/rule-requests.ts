import type { Connection } from "vscode-languageserver";

import type { CauseSuggestions } from "#core/model/rules/rule-suggestion.ts";
import { suggestForCause } from "#core/session/rules/suggest-for-cause.ts";
import { rulesEditIn } from "#core/session/rules/write-rule.ts";
import { LSP, type RuleEditAnswer, type RuleEditParams, type SuggestRulesParams } from "#protocol/lsp.ts";

import type { Workspace } from "./workspace.ts";

/** Answers the requests that find a rule for a difference and write it. `textOf` has a file as the editor has it, by absolute path. */
export function answerRuleRequests(
  connection: Connection,
  workspace: Workspace,
  textOf: (path: string) => Promise<string | undefined>,
): void {
  connection.onRequest<CauseSuggestions, never>(LSP.suggestRules, async (params: SuggestRulesParams) => {
    const open = workspace.byUri(params.project);
    // A rule that was written a moment ago counts.
    await open?.refresh();
    const project = open?.snapshot.project;
    if (project === undefined) return refused("The project file cannot be used; its problems say why.");
    const found = await open?.results(params.endpoint);
    return suggestForCause(project, found?.results ?? [], params.members, { insists: params.insists === true });
  });

  connection.onRequest(LSP.ruleEdit, async (params: RuleEditParams): Promise<RuleEditAnswer | null> => {
    const open = workspace.byUri(params.project);
    const row = open?.snapshot.ledger.rows.find(({ key }) => key === params.endpoint);
    const text = open === undefined ? undefined : await textOf(open.file);
    if (text === undefined) return null;
    const endpoint = row === undefined ? params.endpoint : `${row.method} ${row.path}`;
    const { rules, reason } = params;
    return (
      rulesEditIn(
        text,
        rules.map((rule) => ({ ...rule, endpoint, reason })),
      ) ?? null
    );
  });
}

function refused(reason: string): CauseSuggestions {
  return { kind: "refused", reason };
}
