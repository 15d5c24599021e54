import { effectPlace } from "#core/model/run/effect-place.ts";
import type { EndpointKey } from "#core/model/endpoint.ts";
import type { Project } from "#core/model/project.ts";
import { UserError } from "#core/model/user-error.ts";
import type { DifferencePlace, RuleProposal, RunSuggestions } from "#core/model/rules/rule-suggestion.ts";
import { endpointName, rowsOf } from "#core/report/run/handler-places.ts";
import { suggestionsJson } from "#core/report/run/suggestions-json.ts";
import { suggestForRun } from "#core/session/rules/suggest-rules.ts";
import { ruleEdit, ruleYaml, type NewRule } from "#core/session/rules/write-rule.ts";
import { createFiles } from "#host/files/files.ts";
import { stopSignals } from "#host/processes/stop-signals.ts";

import { collectRun } from "./collect-run.ts";
import { EXIT } from "./exit.ts";
import { openProject } from "./open-project.ts";
import { createProgress } from "./progress.ts";
import { selectionOf } from "./selection.ts";

export interface SuggestOptions {
  readonly project?: string;
  /** As the user wrote them; all that are ported where none is named. */
  readonly endpoints: readonly string[];
  readonly isJson: boolean;
  readonly isWriting: boolean;
  /** Why the values may differ. */
  readonly reason?: string;
  /** Other hosts than this one to which requests may go. */
  readonly hosts: readonly string[];
  /** Rules are wanted also for what both sides repeat. */
  readonly insists: boolean;
}

/** Stands for a reason that a person still has to give. */
const NO_REASON = "FILL IN";

/**
 * `portolan rules suggest`: runs parity and prints, as YAML or JSON, the narrowest rules that would let what differs pass,
 * each proved, and what no rule may hide. With `--write` the rules go into the project file, for which a
 * reason is needed. Verdicts are left as they are. 0 where nothing differs or all was written, 1 where something is
 * left, 2 where it could not run.
 */
export async function suggestCommand(options: SuggestOptions): Promise<number> {
  const { isJson, isWriting, reason, insists } = options;
  if (isWriting && (reason === undefined || reason.trim() === ""))
    throw new UserError("A rule needs a reason: add --reason with why the values may differ.");
  const selection = selectionOf(options);
  const opened = openProject({ ...options, savesVerdicts: false, keepsWholeAnswers: true });
  try {
    const progress = createProgress(process.stderr);
    const { ledger, results, ended } = await collectRun(opened.session, selection, stopSignals(), progress.show);
    progress.end();
    const project = await opened.session.project();
    if (ended.outcome.kind === "failed") throw new UserError(ended.outcome.reason);
    if (project === undefined || ended.outcome.kind !== "completed") return EXIT.couldNotRun;
    const found = suggestForRun(project, results, { insists });
    const rows = rowsOf(ledger);
    const nameOf = (endpoint: EndpointKey): string => endpointName(endpoint, rows);
    const ruleOf = (proposal: RuleProposal): NewRule => asRule(proposal, nameOf, reason ?? NO_REASON);
    const rules = found.proposals.map((proposal) => ruleOf(proposal));
    if (isWriting) await writeRules(opened.folder, project, rules);
    const yamlOf = (proposal: RuleProposal): string => ruleYaml(ruleOf(proposal));
    process.stdout.write(
      isJson ? suggestionsJson(found, { nameOf, yamlOf, isWritten: isWriting }) : suggestionText(found, rules),
    );
    const isLeft = found.refusals.length > 0 || (rules.length > 0 && !isWriting);
    return isLeft ? EXIT.findings : EXIT.clean;
  } finally {
    await opened.dispose();
  }
}

/** Proposals as the items of `rules`, each below a comment with what it is for; then the refusals, as comments. */
export function suggestionText({ proposals, refusals }: RunSuggestions, rules: readonly NewRule[]): string {
  if (proposals.length === 0 && refusals.length === 0) return "# Nothing differs that a rule is needed for.\n";
  const items = rules.map((rule, at) => {
    const { covers = 0, example, endpoints = [] } = proposals[at] ?? {};
    const place = example === undefined ? "" : `, e.g. ${oneLine(placeText(example))}`;
    const where = endpoints.length > 1 ? ` at ${endpoints.length} endpoints` : "";
    return `# ${covers === 1 ? "1 difference" : `${covers} differences`}${where}${place}\n${ruleYaml(rule)}`;
  });
  const refused = refusals.map((refusal) => {
    const { endpoint, class: found, reason } = refusal;
    const what = found === undefined ? "" : ` (${found})`;
    return `# no rule: ${oneLine(`${endpoint}, ${placeText(refusal)}${what}: ${reason}`)}\n`;
  });
  return [...items, ...refused].join("");
}

function placeText({ case: id, part, at }: DifferencePlace): string {
  return at === undefined ? id : `${id} at ${part === "effect" ? effectPlace(at) : at}`;
}

function asRule(
  { endpoints, isForEvery, target, allow }: RuleProposal,
  nameOf: (endpoint: EndpointKey) => string,
  reason: string,
): NewRule {
  return { endpoints: isForEvery === true ? [] : endpoints.map((endpoint) => nameOf(endpoint)), target, allow, reason };
}

async function writeRules(folder: string, { file }: Project, rules: readonly NewRule[]): Promise<void> {
  const files = createFiles(folder);
  let text = (await files.read(file)) ?? "";
  for (const rule of rules) {
    const edit = ruleEdit(text, rule);
    if (edit === undefined) throw new UserError(`The rules cannot be added to ${file} as it stands; add them by hand.`);
    text = text.slice(0, edit.start) + edit.newText + text.slice(edit.end);
  }
  if (rules.length > 0) await files.write(file, text);
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}
