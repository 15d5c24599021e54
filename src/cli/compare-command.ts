import { UserError } from "#core/model/user-error.ts";
import { compareJson, compareText } from "#core/report/compare-text.ts";
import { findingLines } from "#core/report/findings/finding-lines.ts";
import { PLAIN } from "#core/report/layout/paint.ts";
import { compareFiles } from "#core/session/compare-files.ts";
import { type RuleList, readRuleList } from "#core/session/rules/rule-list.ts";
import { createClock } from "#host/clock.ts";
import { readBody } from "#host/http/read-body.ts";

import { EXIT } from "./exit.ts";
import { terminalPaint } from "./terminal-paint.ts";

export interface CompareOptions {
  readonly left: string;
  readonly right: string;
  /** A YAML file with a list of rules. */
  readonly rules?: string;
  readonly isJson: boolean;
}

/** Comparing two bodies that fit into memory takes seconds; what takes longer ends with a coarse answer. */
const TIME_BOX_MS = 60_000;

/**
 * `portolan compare LEFT RIGHT`: compares two files without any server. Exit 0 where they match, 1 where they differ or
 * a rule deserves a look, 2 where they cannot be compared.
 */
export async function compareCommand({ left, right, rules: ruleFile, isJson }: CompareOptions): Promise<number> {
  const clock = createClock();
  const list = ruleFile === undefined ? { rules: [] } : await readRules(ruleFile);
  const files = {
    left: { name: left, body: await readBody(left) },
    right: { name: right, body: await readBody(right) },
  };
  const started = clock.elapsed();
  const compared = compareFiles({
    ...files,
    rules: list.rules,
    isTimeUp: () => clock.elapsed() - started > TIME_BOX_MS,
    today: new Date(clock.now()).toISOString().slice(0, 10),
  });
  const report = { ...compared, rules: list.rules };
  process.stdout.write(isJson ? compareJson(report) : compareText(report, terminalPaint(process.stdout)));
  if (compared.result.verdict === "failed") return EXIT.couldNotRun;
  return compared.result.verdict === "differs" || compared.findings.length > 0 ? EXIT.findings : EXIT.clean;
}

async function readRules(path: string): Promise<Pick<RuleList, "rules">> {
  const body = await readBody(path);
  if (body.kind === "binary") throw new UserError(`${path} is not text in UTF-8; rules are a YAML file.`);
  const { rules, findings } = readRuleList(path, body.kind === "text" ? body.text : "");
  if (findings.length > 0) throw new UserError(findingLines(findings, PLAIN).join("\n"));
  if (rules.length === 0) throw new UserError(`${path} has no rules; it is a list such as \`rules\` in portolan.yaml.`);
  return { rules };
}
