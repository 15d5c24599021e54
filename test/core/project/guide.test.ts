import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";
import { parse } from "yaml";

import { readCaseFile } from "#core/cases/read-case-file.ts";
import { ALLOWANCE_NAMES } from "#core/compare/allowances/allowances.ts";
import { SEVERITIES } from "#core/compare/severity.ts";
import type { Finding } from "#core/model/finding.ts";
import { allowanceName } from "#core/model/rules/allowance.ts";
import { readProject } from "#core/project/read-project.ts";
import { findingText } from "#core/report/findings/finding-text.ts";
import { readRuleList } from "#core/session/rules/rule-list.ts";

const ROOT = join(import.meta.dirname, "../../..");
const PAGES = ["README.md", ...readdirSync(join(ROOT, "docs")).map((name) => `docs/${name}`)];

/** What a project file cannot do without, for snippets that show only what they are about. */
const REST: Readonly<Record<string, string>> = {
  version: "version: 1\n",
  servers: `servers:
  python: { folder: server, start: "python serve.py --port \${port}", ready: /healthz }
  rust: { folder: server-rs, start: "target/debug/server --port \${port}", ready: /healthz }
`,
  database: "database: { engine: none }\n",
};

type Kind = "a project file" | "rules" | "a case file" | "a workflow";

const snippets = PAGES.flatMap((page) => {
  const text = readFileSync(join(ROOT, page), "utf8");
  return [...text.matchAll(/^```yaml\n(.*?)^```/gms)].map(({ 1: yaml = "", index }) => {
    return { place: `${page}:${text.slice(0, index).split("\n").length}`, yaml, kind: kindOf(yaml) };
  });
});

/** Rules allow something, a workflow has jobs. */
function kindOf(yaml: string): Kind {
  const value: unknown = parse(yaml);
  if (!Array.isArray(value)) return Object.hasOwn(Object(value), "jobs") ? "a workflow" : "a project file";
  return value.every((item) => Object.hasOwn(Object(item), "allow")) ? "rules" : "a case file";
}

const READERS: Readonly<Record<Kind, (yaml: string) => readonly Finding[]>> = {
  "a project file": (yaml) => {
    const rest = Object.entries(REST).filter(([key]) => !new RegExp(`^${key}:`, "m").test(yaml));
    return readProject("portolan.yaml", rest.map(([, text]) => text).join("") + yaml).findings;
  },
  rules: (yaml) => readRuleList("rules.yaml", yaml).findings,
  "a case file": (yaml) => readCaseFile("cases.yaml", "cases", yaml).findings,
  "a workflow": () => [],
};

describe("a snippet of the guide is read without a fault", () => {
  test.each(snippets)("$place as $kind", ({ yaml, kind }) => {
    const faults = READERS[kind](yaml).filter(({ severity }) => severity !== "information");
    expect(faults.map(findingText)).toEqual([]);
  });

  test("by each of the readers", () => {
    expect(new Set(snippets.map(({ kind }) => kind))).toEqual(new Set(Object.keys(READERS)));
  });

  test.each(["a project file", "rules", "a case file"] as const)("and a wrong key in %s would be told", (kind) => {
    const { yaml = "" } = snippets.find((each) => each.kind === kind) ?? {};
    const wrong = yaml.replace(
      /^(- \{?)?/,
      (start) => `${start}wrong_key: 1${kind === "a project file" ? "\n" : start.includes("{") ? ", " : "\n  "}`,
    );
    expect(READERS[kind](wrong).map(({ code }) => code)).toContain("yaml-unknown-key");
  });
});

test("the guide shows an example of everything that a rule may allow", () => {
  const shown = snippets
    .filter(({ kind }) => kind === "rules")
    .flatMap(({ yaml }) => readRuleList("rules.yaml", yaml).rules.map(({ allow }) => allowanceName(allow)));
  expect(new Set(shown)).toEqual(new Set(ALLOWANCE_NAMES));
});

test("each page of the guide is linked from the README", () => {
  const readme = readFileSync(join(ROOT, "README.md"), "utf8");
  expect(PAGES.filter((page) => page !== "README.md" && !readme.includes(`](${page})`))).toEqual([]);
});

test("the guide says of each class of differences whether it fails a case", () => {
  const rules = readFileSync(join(ROOT, "docs/rules.md"), "utf8");
  const rows = [...rules.matchAll(/^\| (`[a-z-]+`(?:, `[a-z-]+`)*) +\|.*\| (fails|is reported) +\|$/gm)];
  const told = rows.flatMap(([, classes = "", consequence]) =>
    [...classes.matchAll(/`([a-z-]+)`/g)].map(([, name]) => [name, consequence]),
  );
  const expected = Object.entries(SEVERITIES).map(([name, severity]) => {
    return [name, severity === "cosmetic" ? "is reported" : "fails"];
  });
  expect(Object.fromEntries(told)).toEqual(Object.fromEntries(expected));
});

/** Links to files and headings of the repository: `rules.md#the-commonest-wishes`. */
const links = PAGES.flatMap((page) => {
  const text = readFileSync(join(ROOT, page), "utf8");
  return [...text.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)].map(([, path = "", heading]) => {
    return { page, file: path === "" ? page : join(page, "..", path), heading };
  });
});

test.each(links)("the link of $page to $file $heading leads somewhere", ({ file, heading }) => {
  expect(existsSync(join(ROOT, file))).toBe(true);
  if (heading === undefined) return;
  const headings = [...readFileSync(join(ROOT, file), "utf8").matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) =>
    anchorOf(title),
  );
  expect(headings).toContain(heading);
});

/** As GitHub makes it: `A database of each side's own` → `a-database-of-each-sides-own`. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\w -]/g, "")
    .replaceAll(" ", "-");
}
