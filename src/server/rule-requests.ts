import type { Connection } from "vscode-languageserver";

import type { CauseSuggestions } from "#core/model/rules/rule-suggestion.ts";
import type { EndpointKey } from "#core/model/endpoint.ts";
import type { CaseResult } from "#core/model/run/verdict.ts";
import { endpointName, rowsOf } from "#core/report/run/handler-places.ts";
import { overEndpoints } from "#core/session/rules/over-endpoints.ts";
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
    const { endpoint, members, insists = false } = params;
    const { results } = (await open?.results(endpoint)) ?? { results: [] };
    const found = suggestForCause(project, results, members, { insists });
    if (found.kind === "refused") return found;
    const others: CaseResult[] = [];
    for (const { key, verdict } of open?.snapshot.ledger.rows ?? [])
      if (key !== endpoint && verdict?.verdict === "differs")
        others.push(...((await open?.results(key))?.results ?? []));
    const differences = members.flatMap(({ case: id, differences: indexes }) => {
      const result = results.find((one) => one.case.id === id);
      return indexes.flatMap((at) => result?.differences[at] ?? []);
    });
    return overEndpoints(found, { project, endpoint, differences, others, insists });
  });

  connection.onRequest(LSP.ruleEdit, async (params: RuleEditParams): Promise<RuleEditAnswer | null> => {
    const open = workspace.byUri(params.project);
    if (open === undefined) return null;
    const rows = rowsOf(open.snapshot.ledger);
    const text = await textOf(open.file);
    if (text === undefined) return null;
    const nameOf = (endpoint: EndpointKey): string => endpointName(endpoint, rows);
    const { rules, reason, endpoint, endpoints = [endpoint], isForEvery } = params;
    const names = isForEvery === true ? [] : endpoints.map((each) => nameOf(each));
    return (
      rulesEditIn(
        text,
        rules.map((rule) => ({ ...rule, endpoints: names, reason })),
      ) ?? null
    );
  });
}

function refused(reason: string): CauseSuggestions {
  return { kind: "refused", reason };
}
