import type { CaseBody } from "#core/model/run/case-body.ts";
import type { StreamLimit } from "#core/model/run/exchange.ts";
import type { Finding } from "#core/model/finding.ts";
import type { Place } from "#core/model/place.ts";
import type { Rule } from "#core/model/rules/rule.ts";
import type { WrittenEndpoint } from "#core/text/yaml/yaml-endpoint.ts";
import { jsonText } from "#core/text/yaml/yaml-json.ts";
import { asRule } from "#core/compare/rule-format/yaml-rule.ts";
import { readShape, type Located } from "#core/text/yaml/yaml-shape.ts";
import { parseYaml } from "#core/text/yaml/yaml.ts";
import { caseFormat } from "./case-format.ts";
import { isHeaderName, isHeaderValue } from "./header-text.ts";
import { parameterNames, requestTarget } from "./request-target.ts";

/** A case as its file says it; the contract may fill in whether it is sent logged in and what is expected. */
export interface WrittenCase {
  readonly id: string;
  readonly endpoint: WrittenEndpoint;
  readonly name: string;
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: CaseBody;
  readonly login?: Located<boolean>;
  /** The name of who sends it. */
  readonly as?: Located<string>;
  readonly expect?: readonly number[];
  readonly stream?: StreamLimit;
  readonly rules?: readonly Rule[];
  /** The endpoint's text: what findings about the case point at. */
  readonly place: Place;
}

export interface CaseFileReading {
  readonly cases: readonly WrittenCase[];
  readonly findings: readonly Finding[];
}

type WrittenEntry = NonNullable<ReturnType<typeof caseFormat.read>>[number]["value"];
type Report = (code: string, range: Place["range"], facts: Finding["facts"]) => void;

/**
 * Reads a case file. `stem` begins the ids of its cases: the file's path in the folder of cases, without its ending.
 * Never throws; a case that cannot be sent as it is written is left out, with a finding.
 */
export function readCaseFile(file: string, stem: string, text: string): CaseFileReading {
  const { value: entries = [], findings } = readShape(parseYaml(file, text), caseFormat);
  const more: Finding[] = [];
  const lines = new Map<string, number>();
  const cases = entries.flatMap(({ value: entry }) => {
    const endpoint = entry.endpoint.value;
    const report: Report = (code, range, facts) => {
      more.push({ code, severity: "error", endpoint: endpoint.key, place: { file, range }, facts });
    };
    const id = `${stem}/${slug(entry.name.value)}`;
    const unique = `${endpoint.key} ${id}`;
    const firstLine = lines.get(unique);
    if (firstLine !== undefined) report("case-name-duplicate", entry.name.range, { name: entry.name.value, firstLine });
    lines.set(unique, firstLine ?? entry.name.range.start.line + 1);
    const parts = firstLine === undefined ? readParts(entry, report) : undefined;
    if (entry.as !== undefined && entry.login !== undefined) report("case-identity-twice", entry.login.range, {});
    if (parts === undefined) return [];
    const { as, login, expect, name, events, seconds } = entry;
    const stream = {
      ...(events !== undefined && { events }),
      ...(seconds !== undefined && { timeMs: seconds * 1000 }),
    };
    const hasStream = events !== undefined || seconds !== undefined;
    const place: Place = { file, range: entry.endpoint.range };
    const rules = (entry.rules ?? []).map(({ value, range }) =>
      asRule(value, { endpoint: endpoint.key, case: id, place: { file, range } }),
    );
    const written = { id, endpoint, name: name.value, ...parts, place, ...(rules.length > 0 && { rules }) };
    const sender = { ...(as && { as }), ...(login && { login }) };
    return [{ ...written, ...sender, ...(expect && { expect }), ...(hasStream && { stream }) }];
  });
  return { cases, findings: [...findings, ...more] };
}

function readParts(entry: WrittenEntry, report: Report): Pick<WrittenCase, "target" | "headers" | "body"> | undefined {
  const target = readTarget(entry, report);
  const areHeadersUsable = checkHeaders(entry, report);
  const body = readBody(entry, report);
  if (target === undefined || body === undefined || !areHeadersUsable) return undefined;
  // The media type goes with the body, so that it is sent once.
  const headers = (entry.headers ?? []).filter(([name]) => body.kind === "none" || !isContentType(name));
  return { target, headers: headers.map(([name, { value }]) => [name, value]), body };
}

function readTarget({ endpoint, parameters = [], query = [] }: WrittenEntry, report: Report): string | undefined {
  const { path } = endpoint.value;
  const names = parameterNames(path);
  const unknown = parameters.find(([name]) => !names.includes(name));
  if (unknown !== undefined) {
    report("case-parameter-unknown", endpoint.range, { name: unknown[0], path, known: names.join(", ") });
    return undefined;
  }
  const pairs = query.flatMap(([name, values]) => values.map((value) => [name, value] as const));
  const target = requestTarget(path, new Map(parameters), pairs);
  if (typeof target === "string") return target;
  report("case-parameter-missing", endpoint.range, { name: target.missing, path });
  return undefined;
}

function checkHeaders({ headers = [] }: WrittenEntry, report: Report): boolean {
  // Anything else could not be sent, or would become another request.
  const broken = headers.find(([name, { value }]) => !isHeaderName(name) || !isHeaderValue(value));
  if (broken !== undefined) report("case-header-unreadable", broken[1].range, { name: broken[0] });
  return broken === undefined;
}

/** The body with its media type, which is written as `type` or among the headers. */
function readBody(entry: WrittenEntry, report: Report): CaseBody | undefined {
  const { body, text } = entry;
  const [type, otherType] = typesOf(entry);
  if (otherType !== undefined) return reportBody(report, "case-type-twice", otherType.range, {});
  if (type !== undefined && !(isHeaderValue(type.value) && type.value.includes("/"))) {
    return reportBody(report, "case-type-unreadable", type.range, { type: type.value });
  }
  if (body !== undefined && text !== undefined) return reportBody(report, "case-body-twice", text.range, {});
  if (body !== undefined) {
    return { kind: "text", text: jsonText(body.value), mediaType: type?.value ?? "application/json" };
  }
  if (text === undefined) return { kind: "none" };
  if (type === undefined) return reportBody(report, "case-text-without-type", text.range, {});
  return { kind: "text", text: text.value, mediaType: type.value };
}

function typesOf({ type, headers = [] }: WrittenEntry): readonly Located<string>[] {
  return [...(type ? [type] : []), ...headers.filter(([name]) => isContentType(name)).map(([, value]) => value)];
}

function isContentType(name: string): boolean {
  return name.toLowerCase() === "content-type";
}

function reportBody(report: Report, ...finding: Parameters<Report>): undefined {
  report(...finding);
}

/** `A node without a name!` → `a-node-without-a-name`; letters of any script stay. */
function slug(name: string): string {
  return name
    .normalize("NFC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, "-")
    .replaceAll(/^-|-$/g, "");
}
