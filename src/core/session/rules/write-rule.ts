import { readProject } from "#core/project/read-project.ts";
import type { Range } from "#core/model/place.ts";
import { targetKeys, targetText, type RuleTarget } from "#core/model/rules/rule.ts";
import { allowanceText, type Allowance } from "#core/model/rules/allowance.ts";
import { createLines, withoutByteOrderMark } from "#core/text/lines.ts";
import { appendToList, yamlScalar, type NewItem, type TextEdit } from "#core/text/yaml/yaml-edit.ts";

/** A rule that is to be written down. */
export interface NewRule {
  /** With the parameters' names, as a person writes them; none where it is for every endpoint. */
  readonly endpoints: readonly string[];
  readonly target: RuleTarget;
  readonly allow: Allowance;
  readonly reason: string;
}

/** A rule as an item of `rules` in a project file, without an indent. Ends with a line feed. */
export function ruleYaml(rule: NewRule): string {
  return `${itemOf(rule)
    .map(([key, value], at) => `${at === 0 ? "- " : "  "}${key}: ${value}`)
    .join("\n")}\n`;
}

/**
 * The edit that adds a rule to the text of a project file; comments and order stay. Undefined where the text is not one
 * that can be added to: the rule would not be read again as it is.
 */
export function ruleEdit(text: string, rule: NewRule): TextEdit | undefined {
  const edit = appendToList(text, "rules", itemOf(rule));
  if (edit === undefined) return undefined;
  const changed = text.slice(0, edit.start) + edit.newText + text.slice(edit.end);
  const read = readProject("portolan.yaml", changed).project?.rules.at(-1);
  const isRead =
    read &&
    targetText(read.target) === targetText(rule.target) &&
    read.reason === rule.reason &&
    read.endpoints.length === Math.max(rule.endpoints.length, 1);
  return isRead === true && allowanceText(read.allow) === allowanceText(rule.allow) ? edit : undefined;
}

/** The edit that adds several rules, as a range in the text as an editor shows it, without a byte order mark. */
export function rulesEditIn(
  text: string,
  rules: readonly NewRule[],
): { readonly range: Range; readonly newText: string } | undefined {
  const shown = withoutByteOrderMark(text);
  let changed = shown;
  for (const rule of rules) {
    const edit = ruleEdit(changed, rule);
    if (edit === undefined) return undefined;
    changed = changed.slice(0, edit.start) + edit.newText + changed.slice(edit.end);
  }
  const { start, end, newText } = editBetween(shown, changed);
  return { range: createLines(shown).rangeOf(start, end), newText };
}

/** The one edit that makes the second text of the first. */
function editBetween(before: string, after: string): TextEdit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return { start, end: before.length - end, newText: after.slice(start, after.length - end) };
}

function itemOf({ endpoints, target, allow, reason }: NewRule): NewItem {
  const written = allowanceText(allow);
  return [
    ...endpointKeys(endpoints),
    ...targetKeys(target).map(([key, value]) => [key, yamlScalar(value)] as const),
    ["allow", typeof allow === "string" ? written : `{ ${written} }`],
    ["reason", yamlScalar(reason)],
  ];
}

function endpointKeys(endpoints: readonly string[]): NewItem {
  const [first, second] = endpoints;
  if (first === undefined) return [];
  return [
    [
      "endpoint",
      second === undefined ? yamlScalar(first) : `[${endpoints.map((each) => yamlFlowScalar(each)).join(", ")}]`,
    ],
  ];
}

/** Within a list on one line braces and commas mean something. */
function yamlFlowScalar(text: string): string {
  return /[,[\]{}"'#]/.test(text) ? JSON.stringify(text) : yamlScalar(text);
}
