import type { Finding } from "#core/model/finding.ts";
import type { Rule } from "#core/model/rules/rule.ts";
import { asRule, endpointsOf, projectRule } from "#core/compare/rule-format/yaml-rule.ts";
import { listOf, located, readShape } from "#core/text/yaml/yaml-shape.ts";
import { parseYaml } from "#core/text/yaml/yaml.ts";

/** The rules of a file of their own, and what is wrong with it. */
export interface RuleList {
  readonly rules: readonly Rule[];
  readonly findings: readonly Finding[];
}

const ruleListFormat = listOf(located(projectRule));

/** Reads a YAML file that is a list such as `rules` in the project file. Never throws; a broken rule is left out, with a finding. */
export function readRuleList(file: string, text: string): RuleList {
  const { value = [], findings } = readShape(parseYaml(file, text), ruleListFormat);
  return {
    rules: value.map(({ value: rule, range }) =>
      asRule(rule, { endpoints: endpointsOf(rule), place: { file, range } }),
    ),
    findings,
  };
}
