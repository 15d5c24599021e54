import type { Connection } from "vscode-languageserver";

import type { RuleSuggestions } from "#core/model/rules/rule-suggestion.ts";
import { insistedRules, suggestRules } from "#core/session/suggest-rules.ts";
import { ruleEditIn } from "#core/session/write-rule.ts";
import { LSP, type RuleEditAnswer, type RuleEditParams, type SuggestRulesParams } from "#protocol/lsp.ts";

import type { Workspace } from "./workspace.ts";

/** Answers the requests that find a rule for a difference and write it. `textOf` has a file as the editor has it, by absolute path. */
export function answerRuleRequests(
  connection: Connection,
  workspace: Workspace,
  textOf: (path: string) => Promise<string | undefined>,
): void {
  connection.onRequest<RuleSuggestions, never>(LSP.suggestRules, async (params: SuggestRulesParams) => {
    const open = workspace.byUri(params.project);
    // A rule that was written a moment ago counts.
    await open?.refresh();
    const result = (await open?.results(params.endpoint))?.find((one) => one.case.id === params.caseId);
    const difference = result?.differences[params.difference];
    const project = open?.snapshot.project;
    if (project === undefined) return refused("The project file cannot be used; its problems say why.");
    if (result === undefined || difference === undefined) {
      return refused("The last run does not have this difference any more; run the endpoint again.");
    }
    return (params.insists ? insistedRules : suggestRules)(project, result, difference);
  });

  connection.onRequest(LSP.ruleEdit, async (params: RuleEditParams): Promise<RuleEditAnswer | null> => {
    const open = workspace.byUri(params.project);
    const row = open?.snapshot.ledger.rows.find(({ key }) => key === params.endpoint);
    const text = open === undefined ? undefined : await textOf(open.file);
    if (text === undefined) return null;
    const endpoint = row === undefined ? params.endpoint : `${row.method} ${row.path}`;
    return ruleEditIn(text, { ...params.rule, endpoint, reason: params.reason }) ?? null;
  });
}

function refused(reason: string): RuleSuggestions {
  return { kind: "refused", reason };
}
