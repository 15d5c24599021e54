import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { ALLOWANCE_NAMES } from "#core/compare/allowances/allowances.ts";
import { allowanceName } from "#core/model/rules/allowance.ts";
import { compareFiles, type ComparedFile } from "#core/session/compare-files.ts";
import { readRuleList } from "#core/session/rules/rule-list.ts";

/** A rule of the guide's page with the pairs of answers below it: `# passes:  {"n": 1} | {"n": 2}`. */
const examples = [
  ...readFileSync(join(import.meta.dirname, "../../../docs/rules.md"), "utf8").matchAll(
    /^```yaml\n(- endpoint:.*?)# passes: +(.*?) \| (.*?)\n# differs: +(.*?) \| (.*?)\n```/gms,
  ),
].flatMap(([, yaml = "", ...bodies]) => {
  const [passing = "", passed = "", differing = "", differed = ""] = bodies;
  return readRuleList("rules.yaml", yaml).rules.map((rule) => {
    return {
      name: allowanceName(rule.allow),
      rule,
      passes: [passing, passed],
      differs: [differing, differed],
    } as const;
  });
});

test("the page on rules has a pair that passes and one that differs for everything that a rule may allow", () => {
  expect(examples.map(({ name }) => name).toSorted()).toEqual(ALLOWANCE_NAMES.toSorted());
});

describe.each(examples)("$name", ({ rule, passes, differs }) => {
  test("lets the first pair pass, which differs without the rule", () => {
    expect(failing(passes, [rule])).toEqual({ differences: 0, faults: [] });
    expect(failing(passes, []).differences).toBeGreaterThan(0);
  });

  test("leaves the second pair differing", () => {
    expect(failing(differs, [rule]).differences).toBeGreaterThan(0);
  });
});

/** How many differences fail a case of these answers, and what is wrong with the rules. */
function failing([left, right]: readonly [string, string], rules: Parameters<typeof compareFiles>[0]["rules"]) {
  const { result, findings } = compareFiles({
    left: fileOf(left),
    right: fileOf(right),
    rules,
    isTimeUp: () => false,
    today: "2026-11-23",
  });
  const differences = result.differences.filter(({ severity }) => severity !== "cosmetic").length;
  return { differences, faults: findings.map(({ code }) => code) };
}

function fileOf(text: string): ComparedFile {
  return { name: "answer.json", body: { kind: "text", text } };
}
