import type { CodeLens, Command } from "vscode-languageserver";

import type { Case } from "#core/model/run/case.ts";
import type { EndpointKey } from "#core/model/endpoint.ts";
import type { Project } from "#core/model/project.ts";
import type { RuleHits } from "#core/model/rules/rule.ts";
import type { Verdict } from "#core/model/run/verdict.ts";
import { type CaseArguments, LENS_COMMANDS, type MilestoneArguments } from "#protocol/lsp.ts";
import { progressText } from "#protocol/progress-text.ts";

import type { ProjectSnapshot } from "../project-snapshot.ts";

/** What lenses of the project's YAML files are made from. */
export interface YamlLensContext {
  /** URI of the project file. */
  readonly project: string;
  readonly snapshot: ProjectSnapshot;
  /** Of the last whole run, by the rule's index. */
  readonly ruleHits: ReadonlyMap<number, RuleHits>;
  /** How a case came out last, while the window lives. */
  readonly verdictOf: (endpoint: EndpointKey, caseId: string) => Verdict | undefined;
  readonly canRun: boolean;
}

/** At each milestone its progress, at each rule how often it hit and until when it holds, at each case run and last verdict. */
export function yamlLenses(
  file: string,
  text: string,
  context: YamlLensContext,
  carryLine: (line: number) => number,
): CodeLens[] {
  const { project, cases } = context.snapshot;
  if (project === undefined) return [];
  if (file === project.file) {
    return [...milestoneLenses(text, project, context), ...ruleLenses(project, context, carryLine)];
  }
  const own = [...cases.values()].flatMap((each) => each.filter(({ place }) => place.file === file));
  return own.flatMap((given) => caseLenses(given, context, carryLine));
}

function milestoneLenses(text: string, { milestones }: Project, context: YamlLensContext): CodeLens[] {
  const lines = text.split(/\r\n|\n|\r/);
  const begin = lines.findIndex((line) => /^milestones\s*:/.test(line));
  if (begin < 0) return [];
  const length = lines.slice(begin + 1).findIndex((line) => /^[^\s#]/.test(line));
  const within = lines.slice(begin + 1, length < 0 ? undefined : begin + 1 + length);
  return milestones.flatMap(({ name }) => {
    const at = within.findIndex((line) =>
      /^\s+(?:(["'])(.*?)\1|([^\s"'#][^#]*?))\s*:/.exec(line)?.slice(2).includes(name),
    );
    if (at < 0) return [];
    const progress = context.snapshot.ledger.progressByMilestone[name];
    const argument: MilestoneArguments = { project: context.project, milestone: name };
    return lensesAt(begin + 1 + at, [
      ...(context.canRun
        ? [{ title: "▶ Run milestone", command: LENS_COMMANDS.runMilestone, arguments: [argument] }]
        : []),
      ...(progress === undefined ? [] : [textOnly(progressText(progress))]),
    ]);
  });
}

function ruleLenses(
  { rules, file }: Project,
  context: YamlLensContext,
  carryLine: (line: number) => number,
): CodeLens[] {
  return rules.flatMap((rule, index) => {
    const hits = context.ruleHits.get(index)?.hits;
    const { expires, place } = rule;
    if (place.file !== file) return [];
    return lensesAt(carryLine(place.range.start.line), [
      ...(hits === undefined ? [] : [textOnly(`${hits} ${hits === 1 ? "hit" : "hits"} in the last run`)]),
      ...(expires === undefined ? [] : [textOnly(`holds until ${expires}`)]),
    ]);
  });
}

const VERDICTS: Readonly<Record<Verdict, string>> = {
  match: "✓ matches",
  differs: "✗ differs",
  failed: "⚠ could not be compared",
};

function caseLenses(
  { id, endpoint, place }: Case,
  context: YamlLensContext,
  carryLine: (line: number) => number,
): CodeLens[] {
  const verdict = context.verdictOf(endpoint, id);
  const argument: CaseArguments = { project: context.project, endpoint, caseId: id };
  return lensesAt(carryLine(place.range.start.line), [
    ...(context.canRun ? [{ title: "▶ Run this case", command: LENS_COMMANDS.runCase, arguments: [argument] }] : []),
    ...(verdict === undefined ? [] : [textOnly(VERDICTS[verdict])]),
  ]);
}

function lensesAt(line: number, commands: readonly Command[]): CodeLens[] {
  const range = { start: { line, character: 0 }, end: { line, character: 0 } };
  return commands.map((command) => ({ range, command }));
}

/** An editor shows a lens whose command is empty as plain text. */
function textOnly(title: string): Command {
  return { title, command: "" };
}
