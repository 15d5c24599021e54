import type { StreamLimit } from "#core/model/run/exchange.ts";
import type { Finding } from "#core/model/finding.ts";
import type { Place } from "#core/model/place.ts";
import type { ScenarioStep } from "#core/model/run/scenario-step.ts";
import type { Rule } from "#core/model/rules/rule.ts";
import type { WrittenEndpoint } from "#core/text/yaml/yaml-endpoint.ts";
import { asRule } from "#core/compare/rule-format/yaml-rule.ts";
import { readShape, type Located } from "#core/text/yaml/yaml-shape.ts";
import { parseYaml } from "#core/text/yaml/yaml.ts";
import { caseFormat, type WrittenScenario } from "./case-format.ts";
import { slug } from "./case-slug.ts";
import { readRequest } from "./read-request.ts";
import { readSteps } from "./read-steps.ts";
import type { ReportCase, RequestParts, WrittenRequest } from "./written-request.ts";

/** A case as its file says it; the contract may fill in whether it is sent logged in and what is expected. */
export interface WrittenCase extends RequestParts {
  readonly id: string;
  readonly endpoint: WrittenEndpoint;
  readonly name: string;
  readonly login?: Located<boolean>;
  /** The name of who sends it. */
  readonly as?: Located<string>;
  readonly expect?: readonly number[];
  readonly stream?: StreamLimit;
  readonly rules?: readonly Rule[];
  readonly step?: ScenarioStep;
  /** The test that it was recorded in. */
  readonly test?: string;
  /** The endpoint's text: what findings about the case point at. */
  readonly place: Place;
}

/** A scenario as its file says it. */
export interface ScenarioOfFile {
  readonly id: string;
  readonly name: string;
  readonly setUp: readonly WrittenCase[];
  readonly steps: readonly WrittenCase[];
  readonly place: Place;
}

export interface CaseFileReading {
  readonly cases: readonly WrittenCase[];
  readonly scenarios: readonly ScenarioOfFile[];
  readonly findings: readonly Finding[];
}

/**
 * Reads a case file. `stem` begins the ids of its cases: the file's path in the folder of cases, without its ending.
 * Never throws; a case that cannot be sent as it is written is left out, with a finding, and with a step its scenario.
 */
export function readCaseFile(file: string, stem: string, text: string): CaseFileReading {
  const { value: entries = [], findings } = readShape(parseYaml(file, text), caseFormat);
  const more: Finding[] = [];
  const lines = new Map<string, number>();
  const reporting =
    (endpoint?: WrittenEndpoint): ReportCase =>
    (code, range, facts) => {
      more.push({
        code,
        severity: "error",
        ...(endpoint && { endpoint: endpoint.key }),
        place: { file, range },
        facts,
      });
    };
  /** Whether a name is the first of its kind; else it is reported. */
  const isFirst = (unique: string, { value: name, range }: Located<string>, report: ReportCase): boolean => {
    const firstLine = lines.get(unique);
    if (firstLine !== undefined) report("case-name-duplicate", range, { name, firstLine });
    lines.set(unique, firstLine ?? range.start.line + 1);
    return firstLine === undefined;
  };
  const cases: WrittenCase[] = [];
  const scenarios: ScenarioOfFile[] = [];
  for (const { value: entry } of entries) {
    if ("scenario" in entry) {
      const id = `${stem}/${slug(entry.scenario.value)}`;
      if (!isFirst(`scenario ${id}`, entry.scenario, reporting())) continue;
      const scenario = readScenario(entry, { id, file, reporting });
      if (scenario !== undefined) scenarios.push(scenario);
      continue;
    }
    const report = reporting(entry.endpoint.value);
    const id = `${stem}/${slug(entry.name.value)}`;
    const isNew = isFirst(`${entry.endpoint.value.key} ${id}`, entry.name, report);
    const parts = isNew ? readRequest(entry, { isStep: false, file }, report) : undefined;
    checkSender(entry, report);
    if (parts !== undefined) {
      const test = entry.test === undefined ? {} : { test: entry.test };
      cases.push({ ...writtenCase(entry, { id, name: entry.name.value, file }, parts), ...test });
    }
  }
  return { cases, scenarios, findings: [...findings, ...more] };
}

function readScenario(
  { scenario: name, as, test, set_up: setUp = [], steps }: WrittenScenario,
  {
    id,
    file,
    reporting,
  }: { readonly id: string; readonly file: string; readonly reporting: (endpoint: WrittenEndpoint) => ReportCase },
): ScenarioOfFile | undefined {
  const place: Place = { file, range: name.range };
  const read = readSteps([...setUp, ...steps], file, reporting);
  if (read === undefined) return undefined;
  const cases = read.map(({ entry, parts, captures, until }, index) => {
    const isSetUp = index < setUp.length;
    const number = isSetUp ? index + 1 : index - setUp.length + 1;
    const kind = isSetUp ? "set-up" : "step";
    const what = entry.name?.value ?? `${entry.endpoint.value.method} ${entry.endpoint.value.path}`;
    const report = reporting(entry.endpoint.value);
    checkSender(entry, report);
    const [rule] = isSetUp ? (entry.rules ?? []) : [];
    if (rule !== undefined) report("case-rules-without-use", rule.range, {});
    const step = { scenario: id, captures, ...(until && { until }) };
    const written = writtenCase(
      entry,
      { id: `${id}/${kind}-${number}`, name: `${name.value}, ${kind} ${number}: ${what}`, file },
      parts,
    );
    const sender = written.as === undefined && written.login === undefined && as !== undefined ? { as } : {};
    return { ...written, ...sender, step, ...(test !== undefined && { test }) };
  });
  return { id, name: name.value, setUp: cases.slice(0, setUp.length), steps: cases.slice(setUp.length), place };
}

function checkSender({ as, login }: WrittenRequest, report: ReportCase): void {
  if (as !== undefined && login !== undefined) report("case-identity-twice", login.range, {});
}

function writtenCase(
  { endpoint, as, login, expect, events, seconds, rules = [] }: WrittenRequest,
  { id, name, file }: { readonly id: string; readonly name: string; readonly file: string },
  parts: RequestParts,
): WrittenCase {
  const stream = {
    ...(events !== undefined && { events }),
    ...(seconds !== undefined && { timeMs: seconds * 1000 }),
  };
  const own = rules.map(({ value, range }) =>
    asRule(value, { endpoints: [endpoint.value.key], case: id, place: { file, range } }),
  );
  return {
    id,
    endpoint: endpoint.value,
    name,
    ...parts,
    place: { file, range: endpoint.range },
    ...(own.length > 0 && { rules: own }),
    ...(as && { as }),
    ...(login && { login }),
    ...(expect && { expect }),
    ...((events !== undefined || seconds !== undefined) && { stream }),
  };
}
